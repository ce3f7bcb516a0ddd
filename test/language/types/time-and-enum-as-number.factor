# Times, enum names and order numbers are not calculated with.
factor f {
  from trade
  direction +1
  value mean(time) + first(side) + mean(abs(time)) + count(time + 5) + count(side)
#            ^^^^ FB300 error: x of mean must be a number, found a time for each of the rows of trade
#            hint: a time is compared with another one, as in time < 10:30
#                          ^^^^ FB300 error: x of first must be a number, found a side for each of the rows of trade
#                          hint: an enum is compared with one of its names by == or !=
#                                           ^^^^ FB300 error: x of abs must be a number, found a time for each of the rows of trade
#                                           hint: a time is compared with another one, as in time < 10:30
#                                                          ^^^^ FB300 error: what `+` works on must be a number, found a time for each of the rows of trade
#                                                          hint: a time is compared with another one, as in time < 10:30
#                                                                            ^^^^ FB300 error: x of count must be a number, found a side for each of the rows of trade
#                                                                            hint: an enum is compared with one of its names by == or !=
}

factor g {
  from trade
  direction +1
  value mean(buy_id) + count(buy_id == sell_id) + count(sell_id)
#            ^^^^^^ FB318 error: buy_id is an order number: a key for by=, nothing to calculate with
#            hint: for example sum(amount, by=buy_id)
#                            ^^^^^^ FB318 error: buy_id is an order number: a key for by=, nothing to calculate with
#                            hint: for example sum(amount, by=buy_id)
#                                                       ^^^^^^^ FB318 error: sell_id is an order number: a key for by=, nothing to calculate with
#                                                       hint: for example sum(amount, by=sell_id)
}

factor h {
  from trade
  direction +1
  let buyer = buy_id
  value max(buyer)
#           ^^^^^ FB318 error: buy_id is an order number: a key for by=, nothing to calculate with
#           hint: for example sum(amount, by=buy_id)
}
