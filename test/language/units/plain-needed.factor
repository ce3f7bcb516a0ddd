# log, exp and prod need a plain number; for prices there is the ratio to the one before.
factor f {
  from minute
  direction +1
  value mean(log(close))
#                ^^^^^ FB402 error: log needs a plain number, found CNY/share
#                hint: write log(close / prev(close))
#                fix: write close / prev(close)
    + mean(exp(high - low))
#              ^^^^^^^^^^ FB402 error: exp needs a plain number, found CNY/share
#              hint: write exp((high - low) / prev(high - low))
#              fix: write (high - low) / prev(high - low)
    + log(mean(close))
#         ^^^^^^^^^^^ FB402 error: log needs a plain number, found CNY/share
#         hint: divide by something of the same unit, such as its mean
    + mean(log(volume))
#              ^^^^^^ FB402 error: log needs a plain number, found share
#              hint: divide by something of the same unit, such as its mean
    + prod(vwap)
#          ^^^^ FB402 error: prod needs a plain number, found CNY/share
#          hint: write prod(vwap / prev(vwap))
#          fix: write vwap / prev(vwap)
}
