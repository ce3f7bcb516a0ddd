# Series of two tables have rows in common on the minute grid only.
factor f {
  from minute
  direction +1
  value mean(trade.amount) / mean(order.volume * trade.price)
#                                                ^^^^^^^^^^^ FB305 error: these two have different rows: the rows of order and the rows of trade
#                                                hint: bring both to the minute grid with by=minute, or reduce one to a single value
}

factor g {
  from minute
  direction +1
  let sizes = sum(trade.volume, by=buy_id)
  value mean(sizes / order.volume) + corr(trade.price, order.price)
#                    ^^^^^^^^^^^^ FB305 error: these two have different rows: one row per buy_id of trade and the rows of order
#                    hint: bring both to the minute grid with by=minute, or reduce one to a single value
#                                                      ^^^^^^^^^^^ FB305 error: these two have different rows: the rows of trade and the rows of order
#                                                      hint: bring both to the minute grid with by=minute, or reduce one to a single value
}
