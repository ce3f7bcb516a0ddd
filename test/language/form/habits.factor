# What other languages write.
factor a { from minute direction +1 value ret.mean() }
#                                         ^^^^^^^^^^ FB161 error: `ret.mean()` is a form of other languages
#                                         hint: write `mean(ret)`
#                                         fix: write mean(ret)
factor b { from minute direction +1 value if ret > 0 then 1 else 0 }
#                                            ^^^ FB151 error: found `ret` directly after `if`, expected an operator between them
#                                            hint: a choice is written `if(condition, a, b)`
factor c { from minute direction +1 let x := ret value mean(x) }
#                                         ^ FB110 error: found the character `:` (U+003A), which has no meaning here
#                                         hint: a name is given with `=` alone
#                                         fix: remove it
factor d { from minute direction +1 value mean(close / close.shift(1)) + mean(close.shift(-2)) }
#                                                      ^^^^^^^^^^^^^^ FB161 error: `close.shift(1)` is a form of other languages
#                                                      hint: write `prev(close)`
#                                                      fix: write prev(close)
#                                                                             ^^^^^^^^^^^^^^^ FB161 error: `close.shift(-2)` is a form of other languages
#                                                                             hint: write `next(close, 2)`
#                                                                             fix: write next(close, 2)
factor e { from minute direction +1 value sum(volume if ret > 0 else 0) / sum(volume) }
#                                             ^^^^^^^^^^^^^^^^^^^^^^^^ FB161 error: `volume if ret > 0 else 0` is a form of other languages
#                                             hint: write `if(ret > 0, volume, 0)`
#                                             fix: write if(ret > 0, volume, 0)
factor f { from minute direction +1 value (mean(ret) if count(ret) > 100 else missing) * 2 }
#                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB161 error: `mean(ret) if count(ret) > 100 else mi…` is a form of other languages
#                                          hint: write `if(count(ret) > 100, mean(ret), missing)`
#                                          fix: write if(count(ret) > 100, mean(ret), missing)
factor g { from minute direction +1 value mean(ret) if count(ret) > 100 else 0 }
#                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB161 error: `mean(ret) if count(ret) > 100 else 0` is a form of other languages
#                                         hint: write `if(count(ret) > 100, mean(ret), 0)`
#                                         fix: write if(count(ret) > 100, mean(ret), 0)
factor h { from minute direction +1 value count(ret is missing) + count(ret, where=items is not null and volume > 0) }
#                                               ^^^^^^^^^^^^^^ FB161 error: `ret is missing` is a form of other languages
#                                               hint: write `is_missing(ret)`
#                                               fix: write is_missing(ret)
#                                                                                  ^^^^^^^^^^^^^^^^^ FB161 error: `items is not null` is a form of other languages
#                                                                                  hint: write `(not is_missing(items))`
#                                                                                  fix: write (not is_missing(items))
factor i { from minute direction +1 value sum(amount, where=time in 09:30..10:00) / sum(amount, where=ret > 0 and time in 09:30..10:00) }
#                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ FB161 error: `where=time in 09:30..10:00` is a form of other languages
#                                                     hint: write `window=09:30..10:00`
#                                                     fix: write window=09:30..10:00
#                                                                                                                 ^^^^^^^^^^^^^^^^^^^^ FB161 error: `time in 09:30..10:00` is a form of other languages
#                                                                                                                 hint: a part of the day is a window, as in `window=09:30..10:00`; in a condition write `time > 09:30 and time <= 10:00`
factor j { from minute direction +1 value std(ret.abs()) + close.pct_change().std() }
#                                             ^^^^^^^^^ FB161 error: `ret.abs()` is a form of other languages
#                                             hint: write `abs(ret)`
#                                             fix: write abs(ret)
factor k { from minute direction +1 value last(close.rolling(5).mean()) }
#                                              ^^^^^^^^^^^^^^^^ FB161 error: `close.rolling(5)` is a form of other languages
#                                              hint: nothing rolls over rows inside the day: a reduction runs over a part of it, as in `mean(x, window=late)`
factor l { from minute direction +1 value first(volume.quantile(0.5)) }
#                                               ^^^^^^^^^^^^^^^^^^^^ FB161 error: `volume.quantile(0.5)` is a form of other languages
#                                               hint: a series has no methods: write `quantile(volume, …)`
factor m { from: minute direction: -1 value: mean(ret) }
#              ^ FB110 error: found the character `:` (U+003A), which has no meaning here
#              hint: nothing stands between `from` and what it says, as in `from minute`
#              fix: remove it
#                                ^ FB110 error: found the character `:` (U+003A), which has no meaning here
#                                hint: nothing stands between `direction` and what it says, as in `direction -1`
#                                fix: remove it
#                                          ^ FB110 error: found the character `:` (U+003A), which has no meaning here
#                                          hint: nothing stands between `value` and what it says, as in `value mean(ret)`
#                                          fix: remove it
factor n { from minute direction +1 value mean($close) / mean(open) }
#                                              ^ FB110 error: found the character `$` (U+0024), which has no meaning here
#                                              hint: a column is written by its name alone, as `close`
#                                              fix: remove it
factor o { from minute direction +1 value sum(volume, window="late") / sum(volume, window='09:30..10:00') }
#                                                            ^^^^^^ FB162 error: found `"late"` in quotes, expected what it names
#                                                            hint: write `late`: columns, windows, times and the names of enums stand without quotes
#                                                            fix: write late
#                                                                                         ^^^^^^^^^^^^^^ FB162 error: found `'09:30..10:00'` in quotes, expected what it names
#                                                                                         hint: write `09:30..10:00`: columns, windows, times and the names of enums stand without quotes
#                                                                                         fix: write 09:30..10:00
factor p { from trade direction +1 value sum(amount, where=side == "buy") }
#                                                                  ^^^^^ FB162 error: found `"buy"` in quotes, expected what it names
#                                                                  hint: write `buy`: columns, windows, times and the names of enums stand without quotes
#                                                                  fix: write buy
factor q { from minute direction +1 value if(count(ret) > 100, 1, 0) * sum(volume items if ret) }
#                                                                                 ^^^^^ FB154 error: found `items` after `volume`, expected a comma or an operator between them
#                                                                                 hint: arguments, members and elements are separated by commas
#                                                                                 fix: add a comma
#                                                                                       ^^ FB154 error: found `if` after `items`, expected a comma or an operator between them
#                                                                                       hint: arguments, members and elements are separated by commas
#                                                                                       fix: add a comma
#                                                                                          ^^^ FB154 error: found `ret` after `if`, expected a comma or an operator between them
#                                                                                          hint: arguments, members and elements are separated by commas
#                                                                                          fix: add a comma
