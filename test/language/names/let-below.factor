# A let is read after its clause.
factor f {
  from minute
  direction +1
  let a = b + 1
#         ^ FB274 error: let b has no value here yet
#         hint: a let is read after its own clause; move that clause up
  let b = b + mean(ret)
#         ^ FB274 error: let b has no value here yet
#         hint: a let is read after its own clause; move that clause up
  value a * b
}
