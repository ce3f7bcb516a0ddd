# A function that is nearly an operator or a def, or that other languages call so, comes with it.
factor f {
  from minute
  direction +1
  value corrr(volume, items) + shares(volume)
#       ^^^^^ FB253 error: corrr() is neither an operator nor a def visible here
#       hint: did you mean corr?
#       fix: write corr
#                              ^^^^^^ FB253 error: shares() is neither an operator nor a def visible here
#                              hint: did you mean share?
#                              fix: write share
}

factor g {
  from minute
  direction +1
  value pearson(volume, items)
#       ^^^^^^^ FB253 error: pearson() is neither an operator nor a def visible here
#       hint: did you mean corr?
#       fix: write corr
}

factor i {
  from minute
  direction +1
  value avg(delay(volume, 2)) / Stdev(frobnicate(volume))
#       ^^^ FB253 error: avg() is neither an operator nor a def visible here
#       hint: did you mean mean?
#       fix: write mean
#           ^^^^^ FB253 error: delay() is neither an operator nor a def visible here
#           hint: did you mean prev?
#           fix: write prev
#                               ^^^^^ FB253 error: Stdev() is neither an operator nor a def visible here
#                               hint: did you mean std?
#                               fix: write std
#                                     ^^^^^^^^^^ FB253 error: frobnicate() is neither an operator nor a def visible here
#                                     hint: defs of other files come with: use "file.factor"
}

def share(x) = sum(x, window=early) / sum(x)

factor h { from minute direction +1 value share(volume) }
