# Missing is a value of any unit; is_missing asks for it.
factor f {
  from minute
  direction 1
  let rising = if(ret > 0, volume, missing)
  let gap = close + missing
  value sum(rising, where=not is_missing(rising)) / sum(fill(volume, 0)) + count(is_missing(gap))
}
