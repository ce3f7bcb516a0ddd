# A grouped series is grouped, and cut by a window, where it is made.
factor f {
  from trade
  direction +1
  let buys = sum(amount, by=buy_id)
  value mean(sum(buys, by=sell_id)) / sum(amount)
#                         ^^^^^^^ FB315 error: by= groups the rows of a table, found one row per buy_id of trade
#                         hint: group the table itself
    + sum(buys, window=early) / sum(amount)
#                      ^^^^^ FB321 error: window= cuts the rows of a table, found one row per buy_id of trade
#                      hint: put window= on the reduction with by=
}
