# A factor's value is a number, not a condition.
factor f {
  from minute
  direction +1
  value mean(ret) > 0
#       ^^^^^^^^^^^^^ FB304 error: a factor's value is a number, found a condition
#       hint: count a condition with count(…), or choose with if(condition, 1, 0)
#       fix: write if(mean(ret) > 0, 1, 0)
}

factor g {
  from minute
  direction +1
  value true
#       ^^^^ FB304 error: a factor's value is a number, found a condition
#       hint: count a condition with count(…), or choose with if(condition, 1, 0)
#       fix: write if(true, 1, 0)
}

factor h {
  from minute
  direction +1
  value 09:30
#       ^^^^^ FB304 error: a factor's value is a number, found a time
#       hint: a time is compared with another one, as in time < 10:30
}
