# A condition is no number: it is counted, or turned into one.
factor f {
  from minute
  direction +1
  value mean(ret < 0) + sum((ret > 0) * volume) / sum(volume) + count(-(ret < 0))
#            ^^^^^^^ FB300 error: x of mean must be a number, found a condition for each of the 240 minutes
#            hint: count a condition with count(…), or choose with if(condition, 1, 0)
#            fix: write if(ret < 0, 1, 0)
#                            ^^^^^^^ FB300 error: what `*` works on must be a number, found a condition for each of the 240 minutes
#                            hint: count a condition with count(…), or choose with if(condition, 1, 0)
#                            fix: write if(ret > 0, 1, 0)
#                                                                       ^^^^^^^ FB300 error: what `-` works on must be a number, found a condition for each of the 240 minutes
#                                                                       hint: count a condition with count(…), or choose with if(condition, 1, 0)
#                                                                       fix: write if(ret < 0, 1, 0)
}
