# Functions of other languages over the last days: what is an operator here, and what only comes near.
factor a { from daily direction +1 value ts_argmax(close, 20) }
#                                        ^^^^^^^^^ FB290 error: ts_argmax() is no operator
#                                        hint: no operator tells the day of the largest or smallest value; max(x, window=20d) and min(x, window=20d) are the values, rank(x, window=20d) is where today stands
factor b { from daily direction +1 value ema(ret, 12) }
#                                        ^^^ FB290 error: ema() is no operator
#                                        hint: no operator weighs days by their age; mean(x, window=20d) weighs them alike, weighted_mean(x, volume, window=20d) by volume
factor c { from daily direction +1 value wma(ret, 12) + decay_linear(ret, 5) + ts_decay_linear(ret, 5) }
#                                        ^^^ FB290 error: wma() is no operator
#                                        hint: no operator weighs days by their age; mean(x, window=20d) weighs them alike, weighted_mean(x, volume, window=20d) by volume
#                                                       ^^^^^^^^^^^^ FB290 error: decay_linear() is no operator
#                                                       hint: no operator weighs days by their age; mean(x, window=20d) weighs them alike, weighted_mean(x, volume, window=20d) by volume
#                                                                              ^^^^^^^^^^^^^^^ FB290 error: ts_decay_linear() is no operator
#                                                                              hint: no operator weighs days by their age; mean(x, window=20d) weighs them alike, weighted_mean(x, volume, window=20d) by volume
factor d { from daily direction +1 value sma(ret, 12) }
#                                        ^^^^^^^^^^^^ FB283 error: sma() is no operator: reductions take a window of days themselves
#                                        hint: write mean(ret, window=12d)
#                                        fix: write mean(ret, window=12d)
factor e { from daily direction +1 value ts_min(ret, 0) }
#                                        ^^^^^^^^^^^^^^ FB283 error: ts_min() is no operator: reductions take a window of days themselves
#                                        hint: write for example min(ret, window=20d), with the number of days written out
factor f { from daily direction +1 value ts_min(ret) }
#                                        ^^^^^^^^^^^ FB283 error: ts_min() is no operator: reductions take a window of days themselves
#                                        hint: write for example min(ret, window=20d), with the number of days written out
def g_of(n) = ts_mean(ret, n)
#             ^^^^^^^^^^^^^^^ FB283 error: ts_mean() is no operator: reductions take a window of days themselves
#             hint: write for example mean(ret, window=20d), with the number of days written out
factor g { from daily direction +1 value g_of(20) }
factor h { from daily direction +1 value ts_corr(ret, turnover, 2000) }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB283 error: ts_corr() is no operator: reductions take a window of days themselves
#                                        hint: write for example corr(ret, turnover, window=20d), with the number of days written out
factor i { from daily direction +1 value ts_quantile(ret, 20) + rolling_quantile(ret, 50%, 20) }
#                                        ^^^^^^^^^^^^^^^^^^^^ FB283 error: ts_quantile() is no operator: reductions take a window of days themselves
#                                        hint: write for example quantile(ret, q, window=20d), with the number of days written out
#                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB283 error: rolling_quantile() is no operator: reductions take a window of days themselves
#                                                               hint: write quantile(ret, 50%, window=20d)
#                                                               fix: write quantile(ret, 50%, window=20d)
factor j { from daily direction +1 value ts_zscore(ret, 20) }
#                                        ^^^^^^^^^ FB292 error: ts_zscore() is no operator, and zscore compares the stocks of a day
#                                        hint: over the days of a stock write it out, as in (x - mean(x, window=20d)) / std(x, window=20d)
factor k { from daily direction +1 value ts_delta(ret, 5) }
#                                        ^^^^^^^^ FB253 error: ts_delta() is neither an operator nor a def visible here
#                                        hint: did you mean diff?
#                                        fix: write diff
factor l { from daily direction +1 value ts_wobble(ret, 5) }
#                                        ^^^^^^^^^ FB293 error: ts_wobble() is no operator
#                                        hint: reductions take a window of days, as in mean(x, window=20d), and so do rank, top and bottom
factor m { from daily direction +1 value pct_change(adj_close) + pct_change(adj_close + adj_open, 5) }
#                                        ^^^^^^^^^^^^^^^^^^^^^ FB291 error: pct_change() is no operator: it is written with others
#                                        hint: write (adj_close / prev(adj_close) - 1)
#                                        fix: write (adj_close / prev(adj_close) - 1)
#                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB291 error: pct_change() is no operator: it is written with others
#                                                                hint: write ((adj_close + adj_open) / prev(adj_close + adj_open, 5) - 1)
#                                                                fix: write ((adj_close + adj_open) / prev(adj_close + adj_open, 5) - 1)
factor n { from daily direction +1 value pct_change(adj_close, 5 - 1) }
#                                        ^^^^^^^^^^ FB290 error: pct_change() is no operator
#                                        hint: write x / prev(x, n) - 1 with the number of days written out; ret is the return of a day
factor o { from daily direction +1 value scale(ret) + argmin(ret) }
#                                        ^^^^^ FB290 error: scale() is no operator
#                                        hint: rank(x) and zscore(x) make the stocks of a day comparable
#                                                     ^^^^^^ FB290 error: argmin() is no operator
#                                                     hint: no operator tells the day of the largest or smallest value; max(x, window=20d) and min(x, window=20d) are the values, rank(x, window=20d) is where today stands
factor p { from daily direction +1 value regression(ret, turnover, window=20d) }
#                                        ^^^^^^^^^^ FB253 error: regression() is neither an operator nor a def visible here
#                                        hint: did you mean slope?
#                                        fix: write slope
factor q { from daily direction +1 value indneutralize(ret, industry) + industry_neutralize(ret) }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB291 error: indneutralize() is no operator: it is written with others
#                                        hint: write neutralize(ret, by=industry)
#                                        fix: write neutralize(ret, by=industry)
#                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^ FB291 error: industry_neutralize() is no operator: it is written with others
#                                                                       hint: write neutralize(ret, by=industry)
#                                                                       fix: write neutralize(ret, by=industry)
factor r { from daily direction +1 value group_neutralize(ret, market) }
#                                        ^^^^^^^^^^^^^^^^ FB290 error: group_neutralize() is no operator
#                                        hint: write neutralize(x, by=industry), which takes the mean of the industry out
#                                                              ^^^^^^ FB275 error: market is a name of type, which has no meaning on its own
#                                                              hint: compare it with the column: type == market
factor s { from daily direction +1 value group_rank(ret, industry) }
#                                        ^^^^^^^^^^ FB294 error: group_rank() inside industries is not there
#                                        hint: neutralize(x, by=industry) takes the mean of the industry out of x; rank, zscore and the others compare all stocks of the day
factor t { from minute direction +1 value mean(pct_change(close)) + mean(decay_linear(ret, 5)) + mean(ema(ret, 5)) + argmax(close) + mean(ts_zscore(ret, 5)) }
#                                              ^^^^^^^^^^^^^^^^^ FB291 error: pct_change() is no operator: it is written with others
#                                              hint: write (close / prev(close) - 1)
#                                              fix: write (close / prev(close) - 1)
#                                                                        ^^^^^^^^^^^^ FB290 error: decay_linear() is no operator
#                                                                        hint: no operator weighs rows by their age; mean(x) weighs them alike, weighted_mean(x, volume) by volume
#                                                                                                     ^^^ FB280 error: ema() rolls over the last rows, which nothing does inside the day
#                                                                                                     hint: a reduction runs over a part of the day, as in mean(ret, window=late); the row n earlier is prev(x, n)
#                                                                                                                    ^^^^^^ FB290 error: argmax() is no operator
#                                                                                                                    hint: no operator tells the row of the largest or smallest value; max(x) and min(x) are the values, top(x, 1%) and bottom(x, 1%) the rows as a condition
#                                                                                                                                         ^^^^^^^^^ FB292 error: ts_zscore() is no operator, and zscore compares the stocks of a day
#                                                                                                                                         hint: over the rows of the day write it out, as in (x - mean(x)) / std(x)
factor u { from minute direction +1 value indneutralize(mean(ret)) + mean(scale(ret)) }
#                                         ^^^^^^^^^^^^^ FB290 error: indneutralize() is no operator
#                                         hint: neutralize(x, by=industry) is there for factors from daily
#                                                                         ^^^^^ FB290 error: scale() is no operator
#                                                                         hint: a share of the day is x / sum(x)
factor v { from daily direction +1 value pct_change(close, 5) }
#                                        ^^^^^^^^^^^^^^^^^^^^ FB291 error: pct_change() is no operator: it is written with others
#                                        hint: write (adj_close / prev(adj_close, 5) - 1)
#                                        fix: write (adj_close / prev(adj_close, 5) - 1)
factor w { from daily direction +1 value pct_change(pct_change(close)) + ts_std(pct_change(open), 20) }
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB291 error: pct_change() is no operator: it is written with others
#                                        hint: write (pct_change(close) / prev(pct_change(close)) - 1)
#                                                   ^^^^^^^^^^^^^^^^^ FB291 error: pct_change() is no operator: it is written with others
#                                                   hint: write (adj_close / prev(adj_close) - 1)
#                                                   fix: write (adj_close / prev(adj_close) - 1)
#                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB283 error: ts_std() is no operator: reductions take a window of days themselves
#                                                                        hint: write std(pct_change(open), window=20d)
#                                                                               ^^^^^^^^^^^^^^^^ FB291 error: pct_change() is no operator: it is written with others
#                                                                               hint: write (adj_open / prev(adj_open) - 1)
#                                                                               fix: write (adj_open / prev(adj_open) - 1)
