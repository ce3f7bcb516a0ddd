# A let is declared once.
factor f {
  from minute
  direction +1
  let a = mean(ret)
  let a = mean(ret^2)
#     ^ FB259 error: let a is declared twice in this factor
#     hint: give the second one another name
  value a
}
