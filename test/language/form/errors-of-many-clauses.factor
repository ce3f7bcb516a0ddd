# An error ends with its clause: the rest is read and checked.
factor f {
  from minute
  direction +1
  let a = mean(ret +)
#                   ^ FB150 error: found `)` after `+`, expected an expression
#                   hint: an expression is a number, a name, a call, or something in parentheses
  let b = mean(volum)
#              ^^^^^ FB250 error: volum is neither a column of minute nor a let of this factor
#              hint: did you mean volume?
#              fix: write volume
  let c = mean(close + volume
#                      ^^^^^^ FB135 error: found `value`, expected `)`: the `(` opened at line 7, column 15 is not closed
#                      hint: add `)`
#                      fix: add )
  value a + b + c * mean(closs)
#                        ^^^^^ FB250 error: closs is neither a column of minute nor a let of this factor
#                        hint: did you mean close?
#                        fix: write close
}

factor g { from minutes direction +1 value mean(ret) }
#               ^^^^^^^ FB252 error: there is no table minutes; tables are minute, trade, order and daily
#               hint: did you mean minute?
#               fix: write minute
