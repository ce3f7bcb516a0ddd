def ratio(x) = mean(x + open) / mean(clos)
#                       ^^^^ FB400 error: cannot add share and CNY/share
#                       hint: bring both to one unit: divide each by its mean, or price * volume is CNY; called from main.factor:4:58
#                                    ^^^^ FB250 error: clos is neither a column of minute nor a parameter of def ratio
#                                    hint: did you mean close?; called from main.factor:4:43
#                                    fix: write close
