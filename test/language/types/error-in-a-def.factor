# An error in a def is reported once, in the def, however many factors call it.
def ratio() = mean(close + volume) / mean(amout)
#                          ^^^^^^ FB400 error: cannot add CNY/share and share
#                          hint: bring both to one unit: divide each by its mean, or price * volume is CNY
#                                         ^^^^^ FB250 error: amout is neither a column of minute nor a parameter of def ratio
#                                         hint: did you mean amount?
#                                         fix: write amount

factor f { from minute direction +1 value ratio() }
factor g { from minute direction -1 value ratio() + ratio() }
factor h { from minute direction +1 value mean(amount) / mean(amount) }
