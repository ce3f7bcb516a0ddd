# What is not legal over days.
factor no_window { from daily direction +1 value mean(turnover) }
#                                                ^^^^^^^^^^^^^^ FB336 error: mean over days needs to know how many
#                                                hint: write for example mean(…, window=20d): the last 20 trading days, today included
factor part_of_day { from daily direction +1 value mean(turnover, window=early) }
#                                                                        ^^^^^ FB339 error: early is a part of the day, but the rows of daily are days
#                                                                        hint: write for example window=20d: the last 20 trading days, today included
factor rows { from daily direction +1 value mean(turnover, window=20) }
#                                                                 ^^ FB337 error: 20 is no number of trading days
#                                                                 hint: write for example window=20d: the last 20 trading days, today included
#                                                                 fix: write 20d
factor weeks { from daily direction +1 value mean(turnover, window=4w) }
#                                                                  ^^ FB337 error: 4w is no number of trading days
#                                                                  hint: write for example window=20d: the last 20 trading days, today included
factor minutes { from daily direction +1 value mean(turnover, window=09:30..10:00) }
#                                                                    ^^^^^^^^^^^^ FB339 error: 09:30..10:00 is a part of the day, but the rows of daily are days
#                                                                    hint: write for example window=20d: the last 20 trading days, today included
factor endless { from daily direction +1 value mean(turnover, window=2000d) }
#                                                                    ^^^^^ FB338 error: a window of days has 1d … 1000d, found 2000d
#                                                                    hint: write a number of days from 1 to 1000
factor future { from daily direction +1 value next(adj_close) / adj_close }
#                                             ^^^^^^^^^^^^^^^ FB501 error: next looks into the future; only a model's target may
#                                             hint: a factor sees today and the days before, nothing later: prev(x) is the day before
factor far { from daily direction +1 value prev(adj_close, 2000) / adj_close }
#                                          ^^^^^^^^^^^^^^^^^^^^^ FB344 error: prev goes back at most 1000 trading days, found 2000
#                                          hint: write a number of days from 1 to 1000
factor grouped { from daily direction +1 value mean(turnover, window=20d, by=minute) }
#                                                                            ^^^^^^ FB340 error: the rows of daily are days already; by= has nothing to group
#                                                                            hint: remove by=
#                                                                            fix: remove by=
factor running { from daily direction +1 value cumsum(turnover) }
#                                              ^^^^^^^^^^^^^^^^ FB341 error: cumsum has no first day to begin with
#                                              hint: sum the last days: sum(x, window=20d)
factor pooled { from daily direction +1 value mean(concat(turnover, ret), window=20d) }
#                                                  ^^^^^^^^^^^^^^^^^^^^^ FB343 error: days of two series are not pooled
#                                                  hint: reduce each on its own
factor mixed { from daily direction +1 value minute.volume / volume }
#                                            ^^^^^^^^^^^^^ FB335 error: a factor from daily cannot read minute: rows of daily are days, those of minute are moments of one day
#                                            hint: write two factors, one from each table
factor key { from daily direction +1 value neutralize(ret, by=industri) }
#                                                             ^^^^^^^^ FB345 error: by=industri is nothing that neutralize knows; it takes industry or cap
#                                                             hint: write by=industry, by=cap, or leave it out for both
#                                                             fix: write industry
factor inside_a_day { from minute direction +1 value mean(volume) / daily.volume }
#                                                                   ^^^^^^^^^^^^ FB335 error: a factor from minute cannot read daily: rows of daily are days, those of minute are moments of one day
#                                                                   hint: write two factors, one from each table
factor stocks { from minute direction +1 value mean(zscore(ret)) }
#                                                   ^^^^^^^^^^^ FB342 error: zscore compares the stocks of a day; it takes days of daily, found the 240 minutes
#                                                   hint: it belongs to factors from daily, and to models
factor level { from daily direction +1 value adj_close }
#                                            ^^^^^^^^^ FB405 error: the value of level is in CNY/share, expected a plain number
#                                            hint: make it a plain number (divide by a like value), or say: unit CNY/share
#                                            fix: write unit CNY/share
factor condition { from daily direction +1 value close > open }
#                                                ^^^^^^^^^^^^ FB304 error: a factor's value is a number, found a condition for each of the days
#                                                hint: count a condition with count(…), or choose with if(condition, 1, 0)
#                                                fix: write if(close > open, 1, 0)
factor rolled { from daily direction +1 value ts_mean(turnover, 20) }
#                                             ^^^^^^^^^^^^^^^^^^^^^ FB283 error: ts_mean() is no operator: reductions take a window of days themselves
#                                             hint: write mean(turnover, window=20d)
#                                             fix: write mean(turnover, window=20d)
factor rolled_rank { from daily direction +1 value ts_rank(volume, 20) }
#                                                  ^^^^^^^^^^^^^^^^^^^ FB283 error: ts_rank() is no operator: reductions take a window of days themselves
#                                                  hint: write rank(volume, window=20d)
#                                                  fix: write rank(volume, window=20d)
factor positional { from daily direction +1 value mean(turnover, 20) }
#                                                                ^^ FB256 error: mean takes 1 positional argument, found 2
#                                                                hint: a window of days is written window=20d
#                                                                fix: write window=20d
factor early_promise { from daily direction +1 known 10:00 value turnover }
#                                                    ^^^^^ FB500 error: factor early_promise promises to be known at 10:00, but is known at 15:00 because of `turnover`
#                                                    hint: read the day before with prev(x), or say: known 15:00
#                                                    fix: write 15:00
