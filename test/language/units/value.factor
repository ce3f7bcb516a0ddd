# A factor's value is a plain number unless its unit clause says otherwise.
factor f {
  from minute
  direction +1
  value sum(amount)
#       ^^^^^^^^^^^ FB405 error: the value of f is in CNY, expected a plain number
#       hint: make it a plain number (divide by a like value), or say: unit CNY
#       fix: write unit CNY
}

factor g {
  from minute
  direction +1
  unit CNY
  value sum(volume)
#       ^^^^^^^^^^^ FB405 error: the value of g is in share, expected CNY
#       hint: say: unit share
#       fix: write unit share
}

factor h {
  from minute
  direction +1
  unit CNY/share
  value mean(ret)
#       ^^^^^^^^^ FB405 error: the value of h is a plain number, expected CNY/share
#       hint: remove the clause unit, or say: unit 1
#       fix: write unit 1
}

factor i {
  from minute
  direction +1
  let a = mean(close) value a
#                           ^ FB405 error: the value of i is in CNY/share, expected a plain number
#                           hint: make it a plain number (divide by a like value), or say: unit CNY/share
#                           fix: write unit CNY/share
}
