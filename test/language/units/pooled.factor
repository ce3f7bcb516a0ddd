# Unlike units are not pooled.
factor f {
  from minute
  direction +1
  value std(concat(close, volume)) / std(close)
#                         ^^^^^^ FB400 error: cannot pool CNY/share and share
#                         hint: bring both to one unit: divide each by its mean, or price * volume is CNY
    + std(concat(ret, volume)) / mean(volume)
#                     ^^^^^^ FB400 error: cannot pool a plain number and share
#                     hint: bring both to one unit: divide each by its mean, or price * volume is CNY
}
