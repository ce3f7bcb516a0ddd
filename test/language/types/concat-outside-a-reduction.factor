# Pooled rows stand under a reduction only, also where a name stands for them.
factor f {
  from minute
  direction +1
  value concat(high, low)
#       ^^^^^^^^^^^^^^^^^ FB316 error: concat pools rows, which is legal only directly under a reduction
#       hint: write for example std(concat(x, y))
}

factor g {
  from minute
  direction +1
  value mean(concat(high, low) / close)
#            ^^^^^^^^^^^^^^^^^ FB316 error: concat pools rows, which is legal only directly under a reduction
#            hint: write for example std(concat(x, y))
    + sum(abs(concat(ret, items)))
#             ^^^^^^^^^^^^^^^^^^ FB316 error: concat pools rows, which is legal only directly under a reduction
#             hint: write for example std(concat(x, y))
    + mean(rank(concat(high, low)))
#               ^^^^^^^^^^^^^^^^^ FB316 error: concat pools rows, which is legal only directly under a reduction
#               hint: write for example std(concat(x, y))
}

factor h {
  from minute
  direction +1
  let both = concat(high, low)
  value std(both * 2) / mean(close)
#           ^^^^ FB316 error: both pools rows, which is legal only directly under a reduction
#           hint: write for example std(concat(x, y))
}
