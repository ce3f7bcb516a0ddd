# What is legal and can never say anything.
factor a { from minute direction +1 known 09:30 value 5 }
#                                                     ^ FB334 warning: this value is the same for every stock and day
#                                                     hint: a factor's value rests on the rows of its stock and day, as mean(ret) does
factor b { from minute direction +1 let x = sqrt(2) value if(x > 1, x, missing) }
#                                                         ^^^^^^^^^^^^^^^^^^^^^ FB334 warning: this value is the same for every stock and day
#                                                         hint: a factor's value rests on the rows of its stock and day, as mean(ret) does
factor c { from minute direction +1 value mean(ret) / 0 + 1 / 0 }
#                                                     ^ FB333 warning: a division by 0 is always missing
#                                                     hint: divide by something else
#                                                             ^ FB333 warning: a division by 0 is always missing
#                                                             hint: divide by something else
factor d { from minute direction +1 value mean(ret) / (1 - 1) }
#                                                      ^^^^^ FB333 warning: a division by 0 is always missing
#                                                      hint: divide by something else
factor e { from minute direction +1 value count(top(ret, 0%)) + count(bottom(ret, 0)) + count(top(ret, 1%)) }
#                                               ^^^^^^^^^^^^ FB332 warning: top of 0 % selects no row
#                                               hint: write a share above 0, such as 30%
#                                                                     ^^^^^^^^^^^^^^ FB332 warning: bottom of 0 % selects no row
#                                                                     hint: write a share above 0, such as 30%
factor f { from minute direction +1 value count(ret, window=early, where=time >= 14:00) }
#                                                                        ^^^^^^^^^^^^^ FB331 warning: no minute of early meets this condition
#                                                                        hint: window= and where= hold together: change one of them
factor g { from minute direction +1 value count(ret, window=early, where=ret > 0 and not (time < 10:30 or ret < 1)) }
#                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB331 warning: no minute of early meets this condition
#                                                                        hint: window= and where= hold together: change one of them
factor h { from minute direction +1 value count(ret, where=time > 15:00) + count(ret, where=11:30 < time and time <= 13:00) }
#                                                          ^^^^^^^^^^^^ FB331 warning: no minute of the day meets this condition
#                                                          hint: time is that of the end of a bar: 09:31 … 11:30 and 13:01 … 15:00
#                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB331 warning: no minute of the day meets this condition
#                                                                                           hint: time is that of the end of a bar: 09:31 … 11:30 and 13:01 … 15:00
factor i { from minute direction +1 value count(ret, window=early, where=time >= 14:00 or ret > 0) + count(ret, window=early, where=time >= 10:00) }
factor j { from minute direction +1 value count(ret, window=08:00..20:00) + count(ret, window=14:30..15:30) + count(ret, window=11:00..13:30) }
#                                                           ^^^^^^^^^^^^ FB330 warning: the window 08:00..20:00 reaches outside the trading day; what it holds is 09:30..15:00
#                                                           hint: write 09:30..15:00
#                                                           fix: write 09:30..15:00
#                                                                                             ^^^^^^^^^^^^ FB330 warning: the window 14:30..15:30 reaches outside the trading day; what it holds is 14:30..15:00
#                                                                                             hint: write 14:30..15:00
#                                                                                             fix: write 14:30..15:00
factor k { from trade direction +1 value count(price, window=09:15..09:30) + count(price, window=09:00..15:30) + count(price, window=14:00..16:00) }
#                                                                                                ^^^^^^^^^^^^ FB330 warning: the window 09:00..15:30 reaches outside the trading day; what it holds is 09:15..15:30
#                                                                                                hint: write 09:15..15:30
#                                                                                                fix: write 09:15..15:30
#                                                                                                                                    ^^^^^^^^^^^^ FB330 warning: the window 14:00..16:00 reaches outside the trading day; what it holds is 14:00..15:30
#                                                                                                                                    hint: write 14:00..15:30
#                                                                                                                                    fix: write 14:00..15:30
def part(w) = count(minute.ret, window=w)
#                                      ^ FB330 warning: the window 08:00..10:00 reaches outside the trading day; what it holds is 09:30..10:00
#                                      hint: write 09:30..10:00
factor l { from minute direction +1 value part(08:00..10:00) + part(late) }
