# Clauses stand in any order before value, on as many lines as you like; documentation is optional.
factor f { let a = ret unit 1 direction 1 let b = a^2 known 15:00 from minute value sum(b) / sum(a) }

factor g {
  direction
    -1
  from minute value
    corr(
      volume,
      items,
    )
}
