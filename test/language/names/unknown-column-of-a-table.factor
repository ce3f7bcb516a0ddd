# A qualified column must be one of its table.
factor f {
  from minute
  direction +1
  value mean(minute.clos) + mean(trade.buyer)
#                   ^^^^ FB251 error: table minute has no column clos
#                   hint: did you mean close?
#                   fix: write close
#                                      ^^^^^ FB251 error: table trade has no column buyer
#                                      hint: its columns are price, volume, amount, side, buy_id, sell_id, time
}
