# Numbers, times, enums and conditions are compared with their like.
factor f {
  from trade
  direction 1
  let late = time >= 14:30
  let agrees = (side == buy) == (price > prev(price))
  value count(late and agrees) / count(price, where=time != 09:25)
}
