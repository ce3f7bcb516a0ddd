# A window stands after window= only.
factor f {
  from minute
  direction +1
  value mean(early) / mean(half_hour)
#            ^^^^^ FB276 error: early is a window, expected a value
#            hint: windows stand after window= in a reduction
#                          ^^^^^^^^^ FB276 error: half_hour is a window, expected a value
#                          hint: windows stand after window= in a reduction
}
