# Pooled rows have no key and no partner; a window or a condition is for the rows of every part.
factor f {
  from minute
  direction +1
  value mean(mean(concat(high, low), by=minute)) / mean(close)
#                                       ^^^^^^ FB317 error: by= has no meaning for pooled rows
#                                       hint: put by= on the parts inside concat
    + corr(concat(high, low), close)
#          ^^^^^^^^^^^^^^^^^ FB326 error: corr pairs the rows of two series; pooled rows have no partners
#          hint: concat stands alone under a reduction of one series
    + mean(concat(high, 3)) / mean(close)
#                       ^ FB302 error: concat needs a series, found a number
#                       hint: a series has a value in every row, as a column has; one value per stock and day has no rows
}

factor g {
  from trade
  direction +1
  let buys = sum(amount, by=buy_id)
  value std(concat(buys, amount), window=early) / std(concat(price, minute.close), where=side == buy)
#                                        ^^^^^ FB321 error: window= cuts the rows of a table, found one row per buy_id of trade
#                                        hint: put window= on the reduction with by=
#                                                                                        ^^^^^^^^^^^ FB306 error: where= must have the rows of what is reduced (the 240 minutes), found the rows of trade
#                                                                                        hint: reduce both, or bring the condition to those rows
    + std(concat(amount, minute.amount), window=11:30..13:00) / mean(concat(amount, buys), where=buys > 0)
#                                               ^^^^^^^^^^^^ FB312 error: the time range 11:30..13:00 holds no minute of the trading day
#                                               hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
}
