# x^-1 is 1/x, -x^2 is -(x^2), a comparison binds closer than not, not closer than and, and closer than or.
factor f {
  from minute
  direction 1
  let inverse = (1 + ret)^-1
  let negative = -ret^2
  let tower = (1 + ret)^2^-1
  let rising = not ret < 0 and volume > 0 or close == open
  value sum(inverse + negative * tower, where=rising) / -count(ret)
}
