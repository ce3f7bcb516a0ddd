# Pooled rows have no window, condition or key, and no partner.
factor f {
  from minute
  direction +1
  value mean(concat(high, low), window=early) / mean(close)
#                                      ^^^^^ FB317 error: window= has no meaning for pooled rows
#                                      hint: put window= on the parts inside concat
    + mean(concat(high, low), where=ret > 0) / mean(close)
#                                   ^^^^^^^ FB317 error: where= has no meaning for pooled rows
#                                   hint: put where= on the parts inside concat
    + mean(mean(concat(high, low), by=minute)) / mean(close)
#                                     ^^^^^^ FB317 error: by= has no meaning for pooled rows
#                                     hint: put by= on the parts inside concat
    + corr(concat(high, low), close)
#          ^^^^^^^^^^^^^^^^^ FB326 error: corr pairs the rows of two series; pooled rows have no partners
#          hint: concat stands alone under a reduction of one series
    + mean(concat(high, 3)) / mean(close)
#                       ^ FB302 error: concat works along rows, found a number
#                       hint: one value per stock and day has no rows to go along
}
