# Traded prices of different days are not comparable; those of one day are.
factor a { from daily direction +1 value close / prev(close, 5) - 1 }
#                                        ^^^^^^^^^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                        hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
#                                        fix: write adj_ before the prices
factor b { from daily direction +1 value close / mean(close, window=20d) }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                        hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
#                                        fix: write adj_ before the prices
factor c { from daily direction +1 value diff(close) / close }
#                                        ^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                        hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
factor d { from daily direction +1 value count(close > prev(high), window=20d) }
#                                              ^^^^^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                              hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
#                                              fix: write adj_ before the prices
factor e { from daily direction +1 value (close - min(low, window=9d)) / (max(high, window=9d) - min(low, window=9d)) }
#                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                         hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
#                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                                                         hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
factor f { from daily direction +1 value mean(close, window=5d) / mean(close, window=20d) }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                        hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
#                                        fix: write adj_ before the prices
factor g { from daily direction +1 let c = close value c / prev(c, 5) }
#                                                      ^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                                      hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
def change(x, n) = x / prev(x, n) - 1
#                  ^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                  hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
factor h { from daily direction +1 value change(close, 5) + change(adj_close, 5) }
factor i { from daily direction +1 value open / pre_close - 1 + high / low + close / vwap + (close - open) / (high - low) }
factor j { from daily direction +1 value prev(close) / prev(open) + mean(close / vwap, window=5d) + close / mean(close, window=1d) }
factor k { from daily direction +1 value adj_close / prev(adj_close, 5) + count(close == limit_up, window=20d) + diff(adj_close) / adj_close }
factor l { from daily direction +1 value first(open, window=5d) / daily.close }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB348 warning: splits and dividends move traded prices from day to day: these are of different days
#                                        hint: compare adjusted ones: adj_close for close, and so on; the close of the day before in terms of today is pre_close
factor m { from daily direction +1 value log(close) + log(float_market_cap) + log(amount) + log(adj_close) + log(close * 2) }
#                                            ^^^^^ FB402 error: log needs a plain number, found CNY/share
#                                            hint: write log(adj_close / prev(adj_close))
#                                            fix: write adj_close / prev(adj_close)
#                                                         ^^^^^^^^^^^^^^^^ FB407 error: log needs a plain number, found CNY
#                                                         hint: rank(float_market_cap) orders the stocks of a day as its log would; a ratio needs no unit, as in log(x / mean(x, window=20d))
#                                                                                 ^^^^^^ FB407 error: log needs a plain number, found CNY
#                                                                                 hint: rank(amount) orders the stocks of a day as its log would; a ratio needs no unit, as in log(x / mean(x, window=20d))
#                                                                                               ^^^^^^^^^ FB402 error: log needs a plain number, found CNY/share
#                                                                                               hint: write log(adj_close / prev(adj_close))
#                                                                                               fix: write adj_close / prev(adj_close)
#                                                                                                                ^^^^^^^^^ FB407 error: log needs a plain number, found CNY/share
#                                                                                                                hint: rank(close * 2) orders the stocks of a day as its log would; a ratio needs no unit, as in log(x / mean(x, window=20d))
def size(x) = log(x)
#                 ^ FB402 error: log needs a plain number, found CNY/share
#                 hint: write log(adj_close / prev(adj_close))
factor n { from daily direction +1 value size(close) + log(pre_close) }
#                                                          ^^^^^^^^^ FB407 error: log needs a plain number, found CNY/share
#                                                          hint: rank(pre_close) orders the stocks of a day as its log would; a ratio needs no unit, as in log(x / mean(x, window=20d))
