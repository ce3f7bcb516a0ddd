# An enum column is compared with one of its names, and the names mean nothing elsewhere.
factor f {
  from trade
  direction +1
  value count(side == buuy) / count(limit == side)
#                     ^^^^ FB269 error: buuy is no side; expected buy, sell, none
#                     hint: did you mean buy?
#                     fix: write buy
#                                   ^^^^^ FB269 error: limit is no side; expected buy, sell, none
#                                   hint: write one of these
}

factor g {
  from trade
  direction +1
  value count(buy) + count(type == limit)
#             ^^^ FB275 error: buy is a name of side, which has no meaning on its own
#             hint: compare it with the column: side == buy
#                          ^^^^ FB250 error: type is neither a column of trade nor a let of this factor
#                          hint: did you mean order.type?
#                          fix: write order.type
}

factor h {
  from trade
  direction +1
  let s = side
  value count(s != seller)
#                  ^^^^^^ FB269 error: seller is no side; expected buy, sell, none
#                  hint: did you mean sell?
#                  fix: write sell
}

# Nobody enters an order without a side.
factor i {
  from order
  direction +1
  value count(side == none) / count(order.side != buy)
#                     ^^^^ FB269 error: none is no order side; expected buy, sell
#                     hint: write one of these
}

# What cannot be moved along the rows is one finding.
factor j {
  from trade
  direction +1
  value count(prev(side) == buy)
#                  ^^^^ FB300 error: x of prev must be a number, found a side for each of the rows of trade
#                  hint: an enum is compared with one of its names by == or !=
}
