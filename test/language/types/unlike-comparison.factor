# Only like is compared with like.
factor f {
  from order
  direction +1
  value count(side == 1)
#                     ^ FB307 error: a side cannot be compared with a number
#                     hint: an enum column is compared with one of its names
    + count(type == side)
#                   ^^^^ FB307 error: an order type cannot be compared with a side
#                   hint: an enum column is compared with one of its names
    + count(time > 930)
#                  ^^^ FB307 error: a time cannot be compared with a number
#                  hint: a time is written as 10:30
    + count(volume == 09:30)
#                     ^^^^^ FB307 error: a number in share cannot be compared with a time
#                     hint: a time is written as 10:30
    + count((volume > 0) == volume) + count(side < buy) + count((volume > 0) < true)
#                           ^^^^^^ FB307 error: a condition cannot be compared with a number in share
#                           hint: if(condition, 1, 0) turns a condition into a number
#                                           ^^^^ FB300 error: what `<` works on must be a number, found a side for each of the rows of order
#                                           hint: an enum is compared with one of its names by == or !=
#                                                                ^^^^^^^^^^ FB300 error: what `<` works on must be a number, found a condition for each of the rows of order
#                                                                hint: count a condition with count(…), or choose with if(condition, 1, 0)
#                                                                fix: write if(volume > 0, 1, 0)
}
