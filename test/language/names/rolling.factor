# Nothing rolls over the last rows inside the day.
factor a { from minute direction +1 value ts_mean(ret, 5) }
#                                         ^^^^^^^ FB280 error: ts_mean() rolls over the last rows, which nothing does inside the day
#                                         hint: a reduction runs over a part of the day, as in mean(ret, window=late); the row n earlier is prev(x, n)
factor b { from minute direction +1 value rolling_std(ret, 5) }
#                                         ^^^^^^^^^^^ FB280 error: rolling_std() rolls over the last rows, which nothing does inside the day
#                                         hint: a reduction runs over a part of the day, as in std(ret, window=late); the row n earlier is prev(x, n)
factor c { from minute direction +1 value sma(ret, 5) }
#                                         ^^^ FB280 error: sma() rolls over the last rows, which nothing does inside the day
#                                         hint: a reduction runs over a part of the day, as in mean(ret, window=late); the row n earlier is prev(x, n)
factor d { from minute direction +1 value mean(ts_delay(ret, 3)) }
#                                              ^^^^^^^^ FB253 error: ts_delay() is neither an operator nor a def visible here
#                                              hint: did you mean prev?
#                                              fix: write prev
factor e { from minute direction +1 value mean(ret, 5) }
#                                                   ^ FB256 error: mean takes 1 positional argument, found 2
#                                                   hint: nothing rolls over the last rows inside the day: a reduction runs over a part of it, as window=late or window=09:30..10:00
factor f { from minute direction +1 value max(ret, 5) }
#                                                  ^ FB256 error: max takes 1 positional argument, found 2
#                                                  hint: nothing rolls over the last rows inside the day: a reduction runs over a part of it, as window=late or window=09:30..10:00
factor g { from minute direction +1 value mean(ret, window=5) }
#                                                          ^ FB329 error: 5 is no window: a window is a part of the day, not a number of rows
#                                                          hint: nothing rolls over rows inside the day; windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
factor h { from minute direction +1 value mean(ret, window=5d) }
#                                                          ^^ FB329 error: 5d is no window: a window is a part of the day, not a number of rows
#                                                          hint: nothing rolls over rows inside the day; windows are session, early, late, morning, afternoon, half_hour(1) … half_hour(8), or a time range such as 09:30..10:00
factor i { from minute direction +1 value max(mean(ret), 0.5) }
#                                                        ^^^ FB256 error: max takes 1 positional argument, found 2
#                                                        hint: max reduces one series; of two values write greater(a, b)
#                                                        fix: write greater
factor j { from minute direction +1 value ts_argmax(ret, 5) }
#                                         ^^^^^^^^^ FB290 error: ts_argmax() is no operator
#                                         hint: no operator tells the row of the largest or smallest value; max(x) and min(x) are the values, top(x, 1%) and bottom(x, 1%) the rows as a condition
