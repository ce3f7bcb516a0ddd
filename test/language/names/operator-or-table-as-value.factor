# An operator needs its parentheses, a table one of its columns.
factor f {
  from minute
  direction +1
  value corr(mean, minute) + mean(trade)
#            ^^^^ FB271 error: mean is an operator: it is called with parentheses
#            hint: write mean(x, window=, where=, by=)
#                  ^^^^^^ FB279 error: minute is a table, expected one of its columns
#                  hint: write for example minute.open
#                                 ^^^^^ FB279 error: trade is a table, expected one of its columns
#                                 hint: write for example trade.price
}
