# What is opened is closed.
factor f
#      ^ FB134 error: found `from`, expected `{` after `f`
#      hint: add `{`
  from minute
  direction +1
  value mean(ret
#            ^^^ FB135 error: found `}`, expected `)`: the `(` opened at line 5, column 13 is not closed
#            hint: add `)`
#            fix: add )
}

factor g {
  from minute
  direction +1
  value (mean(ret) + 1
#                    ^ FB135 error: found `factor`, expected `}`: the `{` opened at line 8, column 10 is not closed
#                    hint: add `}`
#                    fix: add }
#                    ^ FB135 error: found `factor`, expected `)`: the `(` opened at line 11, column 9 is not closed
#                    hint: add `)`
#                    fix: add )

factor h {
  from minute
  direction +1
  value mean(ret))
#                ^ FB135 error: found the end of the file, expected `}`: the `{` opened at line 13, column 10 is not closed
#                hint: add `}`
#                fix: add }
#                ^ FB136 error: this `)` closes nothing
#                hint: remove it, or open it before
#                fix: remove )
