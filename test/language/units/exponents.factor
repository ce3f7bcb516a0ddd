# What has a unit is raised to literal powers only, and nothing to a power with a unit.
factor f {
  from minute
  direction +1
  let n = 2
  value mean(close^n) / mean(close^(1 + 1))
    + mean(close^ret) / mean(close)
#                ^^^ FB403 error: a value in CNY/share is raised to a literal power only
#                hint: write the exponent as a number, or make the base a plain number
    + mean(close^missing) / mean(close)
#                ^^^^^^^ FB403 error: a value in CNY/share is raised to a literal power only
#                hint: write the exponent as a number, or make the base a plain number
    + mean(ret^volume)
#              ^^^^^^ FB404 error: an exponent is a plain number, found share
#              hint: divide by something of the same unit
    + mean(ret^-close)
#              ^^^^^^ FB404 error: an exponent is a plain number, found CNY/share
#              hint: divide by something of the same unit
}
