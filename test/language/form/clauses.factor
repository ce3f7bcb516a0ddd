# What stands in a factor is one of its clauses.
factor f {
  form minute
# ^^^^ FB141 error: a factor has no clause `form`; its clauses are `from`, `direction`, `unit`, `known`, `let`, `value`
# hint: did you mean `from`?
# fix: write from
  directoin -1
# ^^^^^^^^^ FB141 error: a factor has no clause `directoin`; its clauses are `from`, `direction`, `unit`, `known`, `let`, `value`
# hint: did you mean `direction`?
# fix: write direction
  a = mean(ret)
# ^ FB142 error: `a =` begins no clause, expected `let a =`
# hint: write `let a = …`
# fix: add let
  input x = 1
# ^^^^^ FB140 error: found `input`, expected a clause of the factor: `from`, `direction`, `unit`, `known`, `let`, `value`
# hint: every clause begins with its keyword
  + 3
  value a
}

factor g {
  from = minute
#      ^ FB143 error: found `=` after `from`, expected its value directly
#      hint: only let, input, target, layer and output are written with `=`
#      fix: remove =
  direction = -1
#           ^ FB143 error: found `=` after `direction`, expected its value directly
#           hint: only let, input, target, layer and output are written with `=`
#           fix: remove =
  unit = 1
#      ^ FB143 error: found `=` after `unit`, expected its value directly
#      hint: only let, input, target, layer and output are written with `=`
#      fix: remove =
  known = 10:00
#       ^ FB143 error: found `=` after `known`, expected its value directly
#       hint: only let, input, target, layer and output are written with `=`
#       fix: remove =
  value = mean(ret, window=early)
#       ^ FB143 error: found `=` after `value`, expected its value directly
#       hint: only let, input, target, layer and output are written with `=`
#       fix: remove =
}

factor h {
  from minute trade
#             ^^^^^ FB146 error: found `trade` after the clause `from`, expected the next clause or `}`
#             hint: remove it; from takes nothing more
  direction up
#           ^^ FB144 error: found `up` after `direction`, expected `+1` or `-1`
#           hint: +1: large values promise high returns; -1: small values do
  known 10
#       ^^ FB145 error: found `10` after `known`, expected a time of day
#       hint: times are written as `09:30`, ranges as `09:30..10:00`
  known 10:00 11:00
#             ^^^^^ FB146 error: found `11:00` after the clause `known`, expected the next clause or `}`
#             hint: remove it; known takes nothing more
  value mean(ret) mean(volume)
#                 ^^^^ FB151 error: found `mean` directly after `)`, expected an operator between them
#                 hint: write an operator such as `*` between them, or begin a clause with its keyword
}
