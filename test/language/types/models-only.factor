# Durations and lists belong to models; functions across stocks to models and to factors over days.
factor f {
  from minute
  direction +1
  value mean(prev(ret, 5d)) + mean([ret, items]) + zscore(mean(ret)) + panel(ret)
#                      ^^ FB320 error: a duration belongs to models; a factor has no use for it
#                      hint: a factor reads the rows of one stock and day
#                                  ^^^^^^^^^^^^ FB320 error: a list belongs to models; a factor has no use for it
#                                  hint: a factor reads the rows of one stock and day
#                                                  ^^^^^^^^^^^^^^^^^ FB342 error: zscore compares the stocks of a day; it takes days of daily, found one value per stock and day
#                                                  hint: it belongs to factors from daily, and to models
#                                                                      ^^^^^ FB320 error: panel belongs to models; a factor has no use for it
#                                                                      hint: a factor reads the rows of one stock and day
}
