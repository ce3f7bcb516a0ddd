# A series has no index; what is read of the rest is still checked.
factor a { from minute direction +1 value mean(close[-1] / close) }
#                                                   ^^^^ FB158 error: found `[-1]` after `close`: a series has no index
#                                                   hint: the row n earlier is `prev(x, n)`, the row n later `next(x, n)`
#                                                   fix: write prev(close)
factor b { from minute direction +1 value mean(ret + minute.ret[-2] * 2) }
#                                                              ^^^^ FB158 error: found `[-2]` after `minute.ret`: a series has no index
#                                                              hint: the row n earlier is `prev(x, n)`, the row n later `next(x, n)`
#                                                              fix: write prev(minute.ret, 2)
factor c { from minute direction +1 let last_row = ret[ -1 ] value last_row }
#                                                     ^^^^^^ FB158 error: found `[ -1 ]` after `ret`: a series has no index
#                                                     hint: the row n earlier is `prev(x, n)`, the row n later `next(x, n)`
#                                                     fix: write prev(ret)
factor d { from minute direction +1 value corr(ret[0], volme) }
#                                                 ^^^ FB158 error: found `[0]` after `ret`: a series has no index
#                                                 hint: the row n earlier is `prev(x, n)`, the row n later `next(x, n)`
factor e { from minute direction +1 value prev(ret)[-1] + mean(ret }
#                                                  ^^^^ FB158 error: found `[-1]` after `)`: a series has no index
#                                                  hint: the row n earlier is `prev(x, n)`, the row n later `next(x, n)`
