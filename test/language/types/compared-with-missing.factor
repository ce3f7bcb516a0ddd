# A comparison with missing is always false; is_missing asks.
factor f {
  from minute
  direction +1
  value count(close == missing)
#             ^^^^^^^^^^^^^^^^ FB325 warning: a comparison with missing is always false
#             hint: ask with is_missing(x)
#             fix: write is_missing(close)
    + count(missing != ret + 1)
#           ^^^^^^^^^^^^^^^^^^ FB325 warning: a comparison with missing is always false
#           hint: ask with is_missing(x)
#           fix: write not is_missing(ret + 1)
    + count(ret > missing)
#           ^^^^^^^^^^^^^ FB325 warning: a comparison with missing is always false
#           hint: ask with is_missing(x)
    + count(time == missing)
#           ^^^^^^^^^^^^^^^ FB307 error: a time cannot be compared with missing
#           hint: a time is never missing
}
