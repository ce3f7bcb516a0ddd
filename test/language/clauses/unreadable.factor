# A clause that could not be read may be the one that seems to be missing, or the let of a name that seems unknown.
factor f {
  fro minute
# ^^^ FB141 error: a factor has no clause `fro`; its clauses are `from`, `direction`, `unit`, `known`, `let`, `value`
# hint: did you mean `from`?
# fix: write from
  direction up
#           ^^ FB144 error: found `up` after `direction`, expected `+1` or `-1`
#           hint: +1: large values promise high returns; -1: small values do
  let = mean(ret)
#     ^ FB132 error: found `=`, expected the name of the let
#     hint: a name is made of letters (Chinese ones too), digits and `_`
  value a
}
