# A set holds names and patterns, separated by commas.
factor f { from minute direction +1 value mean(ret) }
factor g { from minute direction +1 value mean(ret^2) }

set a { f g }
#         ^ FB154 error: found `g` after `f`, expected a comma or an operator between them
#         hint: arguments, members and elements are separated by commas
#         fix: add a comma
set b { f, 3 }
#          ^ FB139 error: found `3` in a set, expected names of factors or sets, or file patterns in double quotes
#          hint: members are separated by commas
set c { f,, g }
#         ^ FB155 error: found a comma without a member before it
#         hint: remove the comma, or add what is missing
#         fix: remove the comma
set d { f = g }
#         ^ FB139 error: found `=` in a set, expected names of factors or sets, or file patterns in double quotes
#         hint: members are separated by commas
