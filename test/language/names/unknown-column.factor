# A name that is nearly a column comes with that column.
factor f {
  from minute
  direction +1
  value mean(volum) / mean(volume)
#            ^^^^^ FB250 error: volum is neither a column of minute nor a let of this factor
#            hint: did you mean volume?
#            fix: write volume
}

factor g {
  from minute
  direction +1
  value mean(Close) / mean(clsoe)
#            ^^^^^ FB250 error: Close is neither a column of minute nor a let of this factor
#            hint: did you mean close?
#            fix: write close
#                          ^^^^^ FB250 error: clsoe is neither a column of minute nor a let of this factor
#                          hint: did you mean close?
#                          fix: write close
}
