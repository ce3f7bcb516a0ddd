# Both sides of if are of one kind.
factor f {
  from minute
  direction +1
  value count(if(volume > 0, ret, close > open))
#                                 ^^^^^^^^^^^^ FB323 error: both sides of if must be of one kind, found a number and a condition
#                                 hint: if(condition, 1, 0) turns a condition into a number
    + mean(if(time > 10:00, time, ret))
#                           ^^^^ FB300 error: a of if must be a number, found a time for each of the 240 minutes
#                           hint: a time is compared with another one, as in time < 10:30
}
