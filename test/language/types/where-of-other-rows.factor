# where= has the rows of what is reduced: otherwise an order would be counted once for each of its executions.
factor f {
  from trade
  direction +1
  let buys = sum(amount, by=buy_id)
  value sum(buys, where=side == buy) / sum(amount)
#                       ^^^^^^^^^^^ FB306 error: where= must have the rows of what is reduced (one row per buy_id of trade), found the rows of trade
#                       hint: reduce both, or bring the condition to those rows
    + sum(minute.volume, where=side == buy) / sum(volume)
#                              ^^^^^^^^^^^ FB306 error: where= must have the rows of what is reduced (the 240 minutes), found the rows of trade
#                              hint: reduce both, or bring the condition to those rows
    + mean(minute.ret, where=order.side == buy)
#                            ^^^^^^^^^^^^^^^^^ FB306 error: where= must have the rows of what is reduced (the 240 minutes), found the rows of order
#                            hint: reduce both, or bring the condition to those rows
}
