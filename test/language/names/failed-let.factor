# What reads a let that failed is not reported again.
factor f {
  from minute
  direction +1
  let a = mean(volum)
#              ^^^^^ FB250 error: volum is neither a column of minute nor a let of this factor
#              hint: did you mean volume?
#              fix: write volume
  let b = a / mean(volume)
  value b * mean(closs)
#                ^^^^^ FB250 error: closs is neither a column of minute nor a let of this factor
#                hint: did you mean close?
#                fix: write close
}
