# A factor's value is one number per stock and day, not a series.
factor f {
  from minute
  direction +1
  value ret
#       ^^^ FB303 error: a factor's value is one number per stock and day, found a number for each of the 240 minutes
#       hint: reduce it: mean(…), sum(…), last(…)
#       fix: write mean(ret)
}

factor g {
  from minute
  direction +1
  value ret < 0
#       ^^^^^^^ FB303 error: a factor's value is one number per stock and day, found a condition for each of the 240 minutes
#       hint: count a condition with count(…), or choose with if(condition, 1, 0)
#       fix: write count(ret < 0)
}

factor h {
  from minute
  direction +1
  value time
#       ^^^^ FB303 error: a factor's value is one number per stock and day, found a time for each of the 240 minutes
#       hint: a time is compared with another one, as in time < 10:30
}

factor i {
  from minute
  direction +1
  value sum(amount / volume, by=minute)
#                               ^^^^^^ FB314 error: the rows of minute are minutes already; by= has nothing to group
#                               hint: remove by=
#                               fix: remove by=
}

factor j {
  from trade
  direction +1
  value side
#       ^^^^ FB303 error: a factor's value is one number per stock and day, found a side for each of the rows of trade
#       hint: an enum is compared with one of its names by == or !=
}
