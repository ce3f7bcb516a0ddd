# value ends a factor.
factor f {
  from minute
  let a = mean(ret)
  value a + b
  let b = mean(ret^2)
# ^^^^^^^^^^^^^^^^^^^ FB264 error: let stands after value, which ends a factor
# hint: move it before value
# fix: move it before value
  direction +1
# ^^^^^^^^^^^^ FB264 error: direction stands after value, which ends a factor
# hint: move it before value
# fix: move it before value
}
