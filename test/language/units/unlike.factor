# Unlike units are neither added nor compared.
factor f {
  from minute
  direction +1
  value sum(close + volume) / sum(volume)
#                   ^^^^^^ FB400 error: cannot add CNY/share and share
#                   hint: bring both to one unit: divide each by its mean, or price * volume is CNY
}

factor g {
  from minute
  direction +1
  value mean(close - amount / volume) / mean(close)
    + count(close > volume)
#                   ^^^^^^ FB400 error: cannot compare CNY/share and share
#                   hint: bring both to one unit: divide each by its mean, or price * volume is CNY
    + mean(volume + items) / mean(volume)
#                   ^^^^^ FB400 error: cannot add share and a plain number
#                   hint: bring both to one unit: divide each by its mean, or price * volume is CNY
    + count(ret < close)
#                 ^^^^^ FB400 error: cannot compare a plain number and CNY/share
#                 hint: bring both to one unit: divide each by its mean, or price * volume is CNY
}

factor h {
  from minute
  direction +1
  value mean(if(ret > 0, close, volume)) / mean(close)
#                               ^^^^^^ FB400 error: cannot mix CNY/share and share
#                               hint: bring both to one unit: divide each by its mean, or price * volume is CNY
    + mean(lesser(amount, volume)) / mean(amount)
#                         ^^^^^^ FB400 error: cannot mix CNY and share
#                         hint: bring both to one unit: divide each by its mean, or price * volume is CNY
    + mean(fill(close, volume)) / mean(close)
#                      ^^^^^^ FB400 error: cannot mix CNY/share and share
#                      hint: bring both to one unit: divide each by its mean, or price * volume is CNY
}
