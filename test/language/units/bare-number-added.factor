# A bare number is added to plain numbers only.
factor f {
  from minute
  direction +1
  value mean(volume + 1) / mean(volume)
#                     ^ FB401 error: cannot add a bare number and share
#                     hint: a bare number is added to plain numbers only; divide by something of the same unit first
    + mean(3 - close) / mean(close)
#          ^ FB401 error: cannot subtract a bare number and CNY/share
#          hint: a bare number is added to plain numbers only; divide by something of the same unit first
    + mean(amount * 2 - (1 + 1)) / mean(amount)
#                        ^^^^^ FB401 error: cannot subtract a bare number and CNY
#                        hint: a bare number is added to plain numbers only; divide by something of the same unit first
    + mean(ret + 1)
}
