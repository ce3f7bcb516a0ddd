# Numbers, percentages, times, ranges, booleans and missing.
factor f {
  from minute
  direction 1
  let size = 1e-4 + 0.5 + 12 - 30%
  let half = if(time <= 11:30, 1, 0)
  let always = true and not false
  let chosen = if(always and ret > size, half, missing)
  value mean(chosen, window=09:30..10:00)
}
