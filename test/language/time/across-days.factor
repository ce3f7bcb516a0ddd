# prev, next and diff never leave the day; among events nobody knows how many there are.
factor f {
  from minute
  direction +1
  value mean(next(ret, 240))
#            ^^^^^^^^^^^^^^ FB503 error: next moves 240 rows, but a day of bars has 240: every row would be missing
#            hint: next never leaves the day; use fewer than 240 rows
    + mean(prev(ret, 1000))
#          ^^^^^^^^^^^^^^^ FB503 error: prev moves 1000 rows, but a day of bars has 240: every row would be missing
#          hint: prev never leaves the day; use fewer than 240 rows
    + mean(diff(ret, 240))
#          ^^^^^^^^^^^^^^ FB503 error: diff moves 240 rows, but a day of bars has 240: every row would be missing
#          hint: diff never leaves the day; use fewer than 240 rows
    + mean(next(ret, 239))
    + mean(next(trade.price, 240) / trade.price)
}
