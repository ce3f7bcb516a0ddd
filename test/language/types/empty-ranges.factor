# A range of bars holds a bar.
factor f {
  from minute
  direction +1
  value mean(ret, window=10:00..09:30)
#                        ^^^^^^^^^^^^ FB312 error: the time range 10:00..09:30 holds no minute of the trading day
#                        hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
#                        fix: write 09:30..10:00
    + mean(ret, window=10:00..10:00)
#                      ^^^^^^^^^^^^ FB312 error: the time range 10:00..10:00 holds no minute of the trading day
#                      hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
    + mean(ret, window=12:00..12:30)
#                      ^^^^^^^^^^^^ FB312 error: the time range 12:00..12:30 holds no minute of the trading day
#                      hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
    + mean(ret, window=09:15..09:30)
#                      ^^^^^^^^^^^^ FB312 error: the time range 09:15..09:30 holds no minute of the trading day
#                      hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
    + mean(ret, window=11:30..13:00)
#                      ^^^^^^^^^^^^ FB312 error: the time range 11:30..13:00 holds no minute of the trading day
#                      hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
}
