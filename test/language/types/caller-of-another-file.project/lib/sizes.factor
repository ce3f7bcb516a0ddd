def share_below(q = 90%) = quantile(volume, q)
#                                           ^ FB309 error: q of quantile lies in 0 … 1, found 95
#                                           hint: write a number from 0 to 1; called from main.factor:4:48
#                                           ^ FB309 error: q of quantile lies in 0 … 1, found 96
#                                           hint: write a number from 0 to 1; called from main.factor:6:49

def twice(q) = 2 * share_below(q)

def own() = quantile(volume, 1.5)
#                            ^^^ FB309 error: q of quantile lies in 0 … 1, found 1.5
#                            hint: write a number from 0 to 1; called from main.factor:9:47
