# What other languages write is read as what it stands for.
factor f {
  from minute;
#            ^ FB115 error: `;` has no meaning here: clauses need no separator
#            hint: remove it
#            fix: remove it
  direction +1;
#             ^ FB115 error: `;` has no meaning here: clauses need no separator
#             hint: remove it
#             fix: remove it
  // the falling minutes
# ^^^^^^^^^^^^^^^^^^^^^^ FB116 error: `//` does not begin a comment, expected `#`
# hint: comments begin with `#`, documentation with `///`
# fix: begin it with #
  let falling = ret < 0 && volume > 0 || !(close ≥ open);
#                       ^^ FB113 error: `&&` is not an operator here, expected `and`
#                       hint: write `and`
#                       fix: write and
#                                     ^^ FB113 error: `||` is not an operator here, expected `or`
#                                     hint: write `or`
#                                     fix: write or
#                                        ^ FB113 error: `!` is not an operator here, expected `not`
#                                        hint: write `not`
#                                        fix: write not
#                                                ^ FB113 error: `≥` is not an operator here, expected `>=`
#                                                hint: write `>=`
#                                                fix: write >=
#                                                       ^ FB115 error: `;` has no meaning here: clauses need no separator
#                                                       hint: remove it
#                                                       fix: remove it
  let cubed = ret ** 3
#                 ^^ FB113 error: `**` is not an operator here, expected `^`
#                 hint: write `^`
#                 fix: write ^
  value sum(cubed, where=falling) × 2 ＃ twice
#                                 ^ FB113 error: `×` is not an operator here, expected `*`
#                                 hint: write `*`
#                                 fix: write *
#                                     ^^^^^^^^ FB116 error: `＃` does not begin a comment, expected `#`
#                                     hint: comments begin with `#`, documentation with `///`
#                                     fix: begin it with #
}
