# Durations, lists and functions across stocks belong to models.
factor f {
  from minute
  direction +1
  value mean(prev(ret, 5d)) + mean([ret, items]) + zscore(mean(ret))
#                      ^^ FB320 error: a duration belongs to models; a factor has no use for it
#                      hint: a factor reads the rows of one stock and day
#                                  ^^^^^^^^^^^^ FB320 error: a list belongs to models; a factor has no use for it
#                                  hint: a factor reads the rows of one stock and day
#                                                  ^^^^^^ FB320 error: zscore belongs to models; a factor has no use for it
#                                                  hint: a factor reads the rows of one stock and day
}
