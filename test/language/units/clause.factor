# A unit is made of CNY, share and 1.
factor f {
  from minute
  direction +1
  unit yuan
#      ^^^^ FB406 error: yuan is no unit
#      hint: a unit is made of CNY, share and 1, for example CNY/share
  value sum(amount)
}

factor g {
  from minute
  direction +1
  unit CNY + share
#      ^^^^^^^^^^^ FB406 error: CNY + share is no unit
#      hint: a unit is made of CNY, share and 1, for example CNY/share
  value sum(amount)
}

factor h {
  from minute
  direction +1
  unit 2
#      ^ FB406 error: 2 is no unit
#      hint: a unit is made of CNY, share and 1, for example CNY/share
  value mean(ret)
}

factor i {
  from minute
  direction +1
  unit share^close
#      ^^^^^^^^^^^ FB406 error: share^close is no unit
#      hint: a unit is made of CNY, share and 1, for example CNY/share
  value sum(volume)
}

factor j {
  from minute
  direction +1
  unit CNY/
#         ^ FB150 error: found `value` after `/`, expected an expression
#         hint: an expression is a number, a name, a call, or something in parentheses
  value sum(amount)
}
