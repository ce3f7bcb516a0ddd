# What is wrong with an argument is reported where it is written, what a def does with it in the def.
def ratio(x, y) = mean(x) / mean(x + y)
#                                    ^ FB400 error: cannot add CNY/share and share
#                                    hint: bring both to one unit: divide each by its mean, or price * volume is CNY
def over(w) = mean(ret, window=w)
def grouped(key) = sum(sum(amount, by=key)) / sum(amount)
#                                     ^^^ FB313 error: by=order_id is no key of trade; its keys are buy_id, sell_id, minute
#                                     hint: write one of these
def of_side(s) = count(amount, where=side == s)

factor f { from minute direction +1 value ratio(clos, open) + ratio(volume, volume) + over(erly) }
#                                               ^^^^ FB250 error: clos is neither a column of minute nor a let of this factor
#                                               hint: did you mean close?
#                                               fix: write close
#                                                                                          ^^^^ FB310 error: erly is no window
#                                                                                          hint: did you mean early? windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
#                                                                                          fix: write early
factor g { from minute direction +1 value ratio(close, volume) }
factor h { from trade direction +1 value grouped(order_id) + of_side(buyer) }
#                                                                    ^^^^^ FB269 error: buyer is no side; expected buy, sell, none
#                                                                    hint: did you mean buy?
#                                                                    fix: write buy
