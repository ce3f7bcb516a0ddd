# The place of a finding is where the names are used, not where they come from.
factor f {
  from minute
  direction +1
  let c = close
  let v = volume
  value sum(v + c) / sum(c - v)
#               ^ FB400 error: cannot add share and CNY/share
#               hint: bring both to one unit: divide each by its mean, or price * volume is CNY
#                            ^ FB400 error: cannot subtract CNY/share and share
#                            hint: bring both to one unit: divide each by its mean, or price * volume is CNY
    + sum(c + whole())
#             ^^^^^^^ FB400 error: cannot add CNY/share and share
#             hint: bring both to one unit: divide each by its mean, or price * volume is CNY
}

def whole() = sum(volume)
