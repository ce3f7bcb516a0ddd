# Each error of a file is reported, also two in one expression.
factor f {
  from minute
  direction +1
  let a = mean(volum)
#              ^^^^^ FB250 error: volum is neither a column of minute nor a let of this factor
#              hint: did you mean volume?
#              fix: write volume
  let b = mean(close + volume)
#                      ^^^^^^ FB400 error: cannot add CNY/share and share
#                      hint: bring both to one unit: divide each by its mean, or price * volume is CNY
  value corr(clos, itmes, where=vol > 0) + a * b
#            ^^^^ FB250 error: clos is neither a column of minute nor a let of this factor
#            hint: did you mean close?
#            fix: write close
#                  ^^^^^ FB250 error: itmes is neither a column of minute nor a let of this factor
#                  hint: did you mean items?
#                  fix: write items
#                               ^^^ FB250 error: vol is neither a column of minute nor a let of this factor
#                               hint: columns of minute are open, high, low, close, vwap, volume, amount, items, ret, time; those of other tables are written as table.column
}

factor g { from minutes direction +1 value ret }
#               ^^^^^^^ FB252 error: there is no table minutes; tables are minute, trade, order and daily
#               hint: did you mean minute?
#               fix: write minute
