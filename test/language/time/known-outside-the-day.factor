# A promise lies in the trading day.
factor f {
  from minute
  direction +1
  known 09:00
#       ^^^^^ FB502 error: known 09:00 lies outside the trading day 09:30 … 15:00
#       hint: a whole day is known at 15:00
#       fix: write 15:00
  value mean(ret)
}

factor g {
  from minute
  direction +1
  known 15:30
#       ^^^^^ FB502 error: known 15:30 lies outside the trading day 09:30 … 15:00
#       hint: a whole day is known at 15:00
#       fix: write 10:00
  value mean(ret, window=early)
}
