# Names are letters, digits and _, and no reserved word.
factor 2f { from minute direction +1 value mean(ret) }
#      ^^ FB118 error: `2f` is neither a number nor a name
#      hint: a name does not begin with a digit
factor not { from minute direction +1 value mean(ret) }
#      ^^^ FB133 error: `not` is reserved and cannot be a name
#      hint: reserved are and, or, not, true, false, missing
factor big-orders { from minute direction +1 value mean(ret) }
#         ^ FB134 error: found `-`, expected `{` after `big`
#         hint: names hold letters, digits and `_`, no `-`
def (x) = mean(x)
#   ^ FB132 error: found `(`, expected the name of the def
#   hint: a name is made of letters (Chinese ones too), digits and `_`
factor h {
  from 3
#      ^ FB132 error: found `3`, expected the name of a table
#      hint: a name is made of letters (Chinese ones too), digits and `_`
  direction +1
  let missing = 1
#     ^^^^^^^ FB133 error: `missing` is reserved and cannot be a name
#     hint: reserved are and, or, not, true, false, missing
  value mean(minute.)
#                   ^ FB132 error: found `)`, expected the name of a column of `minute`
#                   hint: a name is made of letters (Chinese ones too), digits and `_`
}
