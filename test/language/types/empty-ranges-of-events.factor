# A range of clock times holds a moment at which something can happen.
factor f {
  from trade
  direction +1
  value (sum(amount, window=12:00..12:30) + sum(amount, window=07:00..09:15) + sum(amount, window=10:00..09:30) + sum(minute.amount, window=09:15..09:30)) / sum(amount)
#                           ^^^^^^^^^^^^ FB328 error: the time range 12:00..12:30 holds no moment of the trading day
#                           hint: events happen from 09:15 to 11:30 and from 13:00 on
#                                                              ^^^^^^^^^^^^ FB328 error: the time range 07:00..09:15 holds no moment of the trading day
#                                                              hint: events happen from 09:15 to 11:30 and from 13:00 on
#                                                                                                 ^^^^^^^^^^^^ FB312 error: the time range 10:00..09:30 holds no minute of the trading day
#                                                                                                 hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
#                                                                                                 fix: write 09:30..10:00
#                                                                                                                                           ^^^^^^^^^^^^ FB312 error: the time range 09:15..09:30 holds no minute of the trading day
#                                                                                                                                           hint: trading is 09:30..11:30 and 13:00..15:00; the first time is the earlier one
}
