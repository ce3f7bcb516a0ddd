# A day has eight half-hours.
factor f {
  from minute
  direction +1
  let k = 3
  value mean(ret, window=half_hour(9))
#                                  ^ FB311 error: half_hour takes a whole number from 1 to 8, found 9
#                                  hint: half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00
    + mean(ret, window=half_hour(0))
#                                ^ FB311 error: half_hour takes a whole number from 1 to 8, found 0
#                                hint: half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00
    + mean(ret, window=half_hour(1.5))
#                                ^^^ FB311 error: half_hour takes a whole number from 1 to 8, found 1.5
#                                hint: half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00
    + mean(ret, window=half_hour(k))
    + mean(ret, window=half_hour)
#                      ^^^^^^^^^ FB311 error: half_hour takes a whole number from 1 to 8, found nothing
#                      hint: half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00
    + mean(ret, window=half_hour())
#                      ^^^^^^^^^^^ FB311 error: half_hour takes a whole number from 1 to 8, found nothing
#                      hint: half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00
    + mean(ret, window=half_hour(1, 2))
#                      ^^^^^^^^^^^^^^^ FB311 error: half_hour takes a whole number from 1 to 8, found 2 arguments
#                      hint: half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00
    + mean(ret, window=half_hour(mean(ret)))
#                                ^^^^^^^^^ FB311 error: half_hour takes a whole number from 1 to 8, found mean(ret)
#                                hint: half_hour(1) is 09:30..10:00, half_hour(8) is 14:30..15:00
}
