# A let that nothing reads is reported, unless an error kept the reader from it.
factor f {
  from minute
  direction +1
  let a = mean(ret)
#     ^ FB260 warning: let a is never used
#     hint: remove it, or use it in value
#     fix: remove let a
  let b = mean(ret^2)
  value b
}

factor g {
  from minute
  direction +1
  let a = mean(ret)
  let b = mean(volum)
#              ^^^^^ FB250 error: volum is neither a column of minute nor a let of this factor
#              hint: did you mean volume?
#              fix: write volume
  value unknown_function(a)
#       ^^^^^^^^^^^^^^^^ FB253 error: unknown_function() is neither an operator nor a def visible here
#       hint: defs of other files come with: use "file.factor"
}
