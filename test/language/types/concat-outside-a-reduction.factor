# Pooled rows stand under a reduction only.
factor f {
  from minute
  direction +1
  value concat(high, low)
#       ^^^^^^^^^^^^^^^^^ FB316 error: concat is legal only directly under a reduction
#       hint: write for example std(concat(x, y))
}

factor g {
  from minute
  direction +1
  value mean(concat(high, low) / close)
#            ^^^^^^^^^^^^^^^^^ FB316 error: concat is legal only directly under a reduction
#            hint: write for example std(concat(x, y))
    + sum(abs(concat(ret, items)))
#             ^^^^^^^^^^^^^^^^^^ FB316 error: concat is legal only directly under a reduction
#             hint: write for example std(concat(x, y))
    + mean(rank(concat(high, low)))
#               ^^^^^^^^^^^^^^^^^ FB316 error: concat is legal only directly under a reduction
#               hint: write for example std(concat(x, y))
}

factor h {
  from minute
  direction +1
  let both = concat(high, low)
#            ^^^^^^^^^^^^^^^^^ FB327 error: a let cannot hold pooled rows
#            hint: write concat under the reduction, or give it a name with def
  value std(both) / mean(close)
}
