# Methods that roll, over days.
factor a { from daily direction +1 value ret.rolling(20).mean() }
#                                        ^^^^^^^^^^^^^^^^^^^^^^ FB161 error: `ret.rolling(20).mean()` is a form of other languages
#                                        hint: write `mean(ret, window=20d)`
#                                        fix: write mean(ret, window=20d)
factor b { from daily direction +1 value ret.rolling(20).stddev() * 2 }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^ FB161 error: `ret.rolling(20).stddev()` is a form of other languages
#                                        hint: write `std(ret, window=20d)`
#                                        fix: write std(ret, window=20d)
factor c { from daily direction +1 value ret.rolling(window=20).mean() }
#                                        ^^^^^^^^^^^^^^^^^^^^^^ FB161 error: `ret.rolling(window=20)` is a form of other languages
#                                        hint: reductions take a window of days themselves: `mean(ret, window=20d)`
factor d { from daily direction +1 value ret.ewm(20).mean() }
#                                        ^^^^^^^^^^^ FB161 error: `ret.ewm(20)` is a form of other languages
#                                        hint: no operator weighs days by their age or begins with the first of them; over the last days write `mean(ret, window=20d)`
factor e { from minute direction +1 value ret.rolling(20).mean() }
#                                         ^^^^^^^^^^^^^^^ FB161 error: `ret.rolling(20)` is a form of other languages
#                                         hint: nothing rolls over rows inside the day: a reduction runs over a part of it, as in `mean(x, window=late)`
