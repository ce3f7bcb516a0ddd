# An expression is built from operands and operators.
factor f { from minute direction +1 value mean(ret) + }
#                                                   ^ FB150 error: found `}` after `+`, expected an expression
#                                                   hint: an expression is a number, a name, a call, or something in parentheses
factor g { from minute direction +1 value mean(ret) volume }
#                                                   ^^^^^^ FB151 error: found `volume` directly after `)`, expected an operator between them
#                                                   hint: write an operator such as `*` between them, or begin a clause with its keyword
factor h { from minute direction +1 value count(ret = 0) }
#                                               ^^^ FB278 error: count takes no argument ret=; a comparison is written with ==
#                                               hint: write ret == …
#                                               fix: write ==
factor v { from minute direction +1 value count((ret = 0)) + sum(ret, where=items = 1) }
#                                                    ^ FB152 error: found `=` inside an expression, expected `==`
#                                                    hint: `=` gives a name to something; `==` compares
#                                                    fix: write ==
#                                                                                 ^ FB152 error: found `=` inside an expression, expected `==`
#                                                                                 hint: `=` gives a name to something; `==` compares
#                                                                                 fix: write ==
factor w { from minute direction +1 value mean(ret)[1] }
#                                                  ^^^ FB158 error: found `[1]` after `)`: a series has no index
#                                                  hint: the row n earlier is `prev(x, n)`, the row n later `next(x, n)`
factor i { from minute direction +1 value count(0 < ret < 1) }
#                                                 ^^^^^^^ FB153 error: found two comparisons in a row, which do not chain
#                                                 hint: write both and join them: `… and ret …`
#                                                 fix: join them with and
factor j { from minute direction +1 value corr(volume items) }
#                                                     ^^^^^ FB154 error: found `items` after `volume`, expected a comma or an operator between them
#                                                     hint: arguments, members and elements are separated by commas
#                                                     fix: add a comma
factor k { from minute direction +1 value corr(volume,, items) }
#                                                     ^ FB155 error: found a comma without an argument before it
#                                                     hint: remove the comma, or add what is missing
#                                                     fix: remove the comma
factor l { from minute direction +1 value count(ret > 0 == not ret < 0) }
#                                                   ^^^^^^ FB153 error: found two comparisons in a row, which do not chain
#                                                   hint: write both and join them: `… and 0 …`
#                                                   fix: join them with and
#                                                          ^^^ FB156 error: `not` binds more loosely than `==` and needs parentheses here
#                                                          hint: write `(not …)`
factor m { from minute direction +1 value +mean(ret) }
#                                         ^ FB157 error: found `+` before an operand, where it says nothing
#                                         hint: remove it
#                                         fix: remove +
factor n { from minute direction +1 value mean(ret[1]) }
#                                                 ^^^ FB158 error: found `[1]` after `ret`: a series has no index
#                                                 hint: the row n earlier is `prev(x, n)`, the row n later `next(x, n)`
factor o { from minute direction +1 value mean(ret), 1 }
#                                                  ^ FB159 error: found `,` after a complete expression
#                                                  hint: commas stand between arguments, members and elements only
factor x { from minute direction +1 value mean(ret), }
#                                                  ^ FB159 error: found `,` after a complete expression
#                                                  hint: commas stand between arguments, members and elements only
#                                                  fix: remove ,
factor p { from minute direction +1 value mean(()) }
#                                               ^ FB160 error: these parentheses hold nothing, expected an expression
#                                               hint: write an expression between them, or remove them
factor q { from minute direction +1 value mean(ret) AND 1 }
#                                                   ^^^ FB151 error: found `AND` directly after `)`, expected an operator between them
#                                                   hint: write `and`
#                                                   fix: write and
factor r { from minute direction +1 value count(time > 09:30..) }
#                                                             ^ FB145 error: found `)` after `..`, expected a time of day
#                                                             hint: times are written as `09:30`, ranges as `09:30..10:00`
factor s { from minute direction +1 value mean(minute.ret.x) }
#                                                        ^ FB159 error: found `.` after a complete expression
#                                                        hint: a column of another table is written `table.column`
factor t { from minute direction +1 value mean("ret") }
#                                              ^^^^^ FB150 error: found `"ret"` after `(`, expected an expression
#                                              hint: text in quotes stands only after `use` and in a set
factor u { from minute direction +1 value mean(ret)) }
#                                                  ^ FB136 error: this `)` closes nothing
#                                                  hint: remove it, or open it before
#                                                  fix: remove )
