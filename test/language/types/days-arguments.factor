# Windows, moves and keys over days that are written in another way.
factor a { from daily direction +1 value mean(ret, 20d) + rank(volume, 20) + max(ret, 2000) }
#                                                  ^^^ FB256 error: mean takes 1 positional argument, found 2
#                                                  hint: a window of days is written window=20d
#                                                  fix: write window=20d
#                                                                      ^^ FB256 error: rank takes 1 positional argument, found 2
#                                                                      hint: a window of days is written window=20d
#                                                                      fix: write window=20d
#                                                                                     ^^^^ FB256 error: max takes 1 positional argument, found 2
#                                                                                     hint: a window of days is written window=20d and holds at most 1000d
factor b { from daily direction +1 value top(volume, 10%, 20) * 1 }
#                                                         ^^ FB256 error: top takes 2 positional arguments, found 3
#                                                         hint: a window of days is written window=20d
#                                                         fix: write window=20d
factor c { from daily direction +1 value mean(ret, window=n) + mean(ret, window=early) }
#                                                         ^ FB337 error: n is no number of trading days
#                                                         hint: write the number itself, as in window=20d; of names only the parameter of a def stands for one
#                                                                               ^^^^^ FB339 error: early is a part of the day, but the rows of daily are days
#                                                                               hint: write for example window=20d: the last 20 trading days, today included
factor d { from daily direction +1 let n = 20 value mean(ret, window=n) }
#                                                                    ^ FB337 error: n is no number of trading days
#                                                                    hint: write the number itself, as in window=20d; of names only the parameter of a def stands for one
factor e { from daily direction +1 let n = 20d value mean(ret, window=n) }
#                                          ^^^ FB347 error: 20d is a number of days, not a value
#                                          hint: write it where it is used, as in mean(x, window=20d), or as what a def is called with
def usual(x, n = 20d) = mean(x, window=n)
factor f { from daily direction +1 value usual(ret) + usual(ret, 60d) + usual(ret, 60) }
#                                                                                  ^^ FB337 error: 60 is no number of trading days
#                                                                                  hint: write for example window=20d: the last 20 trading days, today included
#                                                                                  fix: write 60d
factor g { from daily direction +1 value prev(ret, 5d) + prev(ret, 4w) }
#                                                  ^^ FB308 error: n of prev must be written as a whole number
#                                                  hint: it shapes the computation, so it cannot be computed itself
#                                                  fix: write 5
#                                                                  ^^ FB308 error: n of prev must be written as a whole number
#                                                                  hint: it shapes the computation, so it cannot be computed itself
factor h { from daily direction +1 value prev(ret, -1) + prev(ret, 0) + diff(ret, -1) + next(ret, -1) }
#                                                  ^^ FB309 error: n of prev lies in 1 … 1000, found -1
#                                                  hint: prev goes back; later days are out of reach of a factor
#                                                                  ^ FB309 error: n of prev lies in 1 … 1000, found 0
#                                                                  hint: write a number from 1 to 1000
#                                                                                 ^^ FB309 error: n of diff lies in 1 … 1000, found -1
#                                                                                 hint: write a number from 1 to 1000
#                                                                                                 ^^ FB309 error: n of next lies in 1 … 1000, found -1
#                                                                                                 hint: write prev(x, 1)
factor i { from daily direction +1 value neutralize(ret, by=[industry, cap]) + neutralize(ret, by=[industry]) + neutralize(ret, by=5) }
#                                                           ^^^^^^^^^^^^^^^ FB345 error: by=[industry, cap] is nothing that neutralize knows; it takes industry or cap
#                                                           hint: write by=industry, by=cap, or leave it out for both
#                                                           fix: remove by=
#                                                                                                 ^^^^^^^^^^ FB345 error: by=[industry] is nothing that neutralize knows; it takes industry or cap
#                                                                                                 hint: write by=industry, by=cap, or leave it out for both
#                                                                                                                                  ^ FB345 error: by=5 is nothing that neutralize knows; it takes industry or cap
#                                                                                                                                  hint: write by=industry, by=cap, or leave it out for both
factor j { from daily direction +1 value neutralize(ret, by=minute.cap) + neutralize(ret, by=daily.industry) + neutralize(ret, by=daily.industri) }
#                                                           ^^^^^^^^^^ FB346 error: by=minute.cap: the keys of neutralize belong to no table
#                                                           hint: write by=cap
#                                                           fix: write cap
#                                                                                            ^^^^^^^^^^^^^^ FB346 error: by=daily.industry: the keys of neutralize belong to no table
#                                                                                            hint: write by=industry
#                                                                                            fix: write industry
#                                                                                                                                 ^^^^^^^^^^^^^^ FB345 error: by=industri is nothing that neutralize knows; it takes industry or cap
#                                                                                                                                 hint: write by=industry, by=cap, or leave it out for both
#                                                                                                                                 fix: write industry
factor k { from daily direction +1 value neutralize(ret, industry) }
#                                                        ^^^^^^^^ FB256 error: neutralize takes 1 positional argument, found 2
#                                                        hint: write by=industry
#                                                        fix: write by=industry
factor l { from daily direction +1 value rank(ret, by=industry) + zscore(ret, by=industry) + mean(ret, window=20d, by=industry) }
#                                                  ^^^^^^^^^^^ FB294 error: rank inside industries is not there
#                                                  hint: neutralize(x, by=industry) takes the mean of the industry out of x; rank, zscore and the others compare all stocks of the day
#                                                                             ^^^^^^^^^^^ FB294 error: zscore inside industries is not there
#                                                                             hint: neutralize(x, by=industry) takes the mean of the industry out of x; rank, zscore and the others compare all stocks of the day
#                                                                                                                     ^^^^^^^^ FB294 error: mean inside industries is not there
#                                                                                                                     hint: neutralize(x, by=industry) takes the mean of the industry out of x; rank, zscore and the others compare all stocks of the day
factor m { from daily direction +1 value if(industry == 5, 1, 0) }
#                                           ^^^^^^^^ FB295 error: industry is a key of neutralize and no number
#                                           hint: it stands after by=, as in neutralize(x, by=industry)
factor n { from daily direction +1 unit CNY value cap }
#                                                 ^^^ FB295 error: cap is a key of neutralize and no number
#                                                 hint: the number is float_market_cap; the key stands after by=, as in neutralize(x, by=cap)
#                                                 fix: write float_market_cap
factor o { from daily direction +1 value mean(ret, window=days(20)) }
#                                                         ^^^^^^^^ FB337 error: days(20) is no number of trading days
#                                                         hint: write for example window=20d: the last 20 trading days, today included
factor p { from daily direction +1 value zscore(ret, industry) }
#                                                    ^^^^^^^^ FB256 error: zscore takes 1 positional argument, found 2
#                                                    hint: neutralize(x, by=industry) takes the mean of the industry out of x; rank, zscore and the others compare all stocks of the day
