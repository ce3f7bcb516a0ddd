# What other languages write.
factor a { from minute direction +1 value ret.mean() }
#                                                 ^ FB151 error: found `(` directly after `mean`, expected an operator between them
#                                                 hint: a series has no methods: write `mean(ret)`
factor b { from minute direction +1 value if ret > 0 then 1 else 0 }
#                                            ^^^ FB151 error: found `ret` directly after `if`, expected an operator between them
#                                            hint: a choice is written `if(condition, a, b)`
factor c { from minute direction +1 let x := ret value mean(x) }
#                                         ^ FB110 error: found the character `:` (U+003A), which has no meaning here
#                                         hint: a name is given with `=` alone
#                                         fix: remove it
