# A bare number is compared with any unit, fills any unit and scales it.
factor f {
  from minute
  direction 1
  let traded = volume > 0 and close >= 1 and 0 != amount
  let clipped = lesser(greater(volume, 100), 1e6)
  let filled = fill(close, 0) * 2 / 3
  let part = if(traded, clipped, 0)
  value sum(part) / sum(volume) + mean(filled) / mean(close) + mean(2^ret) - 2^0.5
}
