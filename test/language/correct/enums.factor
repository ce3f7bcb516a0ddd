# Names of an enum are resolved by what they are compared with, on either side, through lets and in defs.
def share_of(s) = sum(volume, where=side == s) / sum(volume)

factor trades {
  from trade
  direction 1
  let aggressor = side
  let buy = sum(amount, where=buy == aggressor)
  value (buy - sum(amount, where=side == sell and side != none)) / sum(amount) + share_of(sell)
}

factor orders {
  from order
  direction 1
  value count(volume, where=type == limit or type == own_best) / count(volume, where=order.type != market) + share_of(buy)
}
