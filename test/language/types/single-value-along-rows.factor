# What works along the rows needs rows.
factor f {
  from minute
  direction +1
  value prev(mean(ret))
#       ^^^^^^^^^^^^^^^ FB302 error: prev works along rows, found a number
#       hint: one value per stock and day has no rows to go along
    + rank(1)
#     ^^^^^^^ FB302 error: rank works along rows, found a number
#     hint: one value per stock and day has no rows to go along
    + cumsum(sum(ret))
#     ^^^^^^^^^^^^^^^^ FB302 error: cumsum works along rows, found a number
#     hint: one value per stock and day has no rows to go along
    + diff(last(ret))
#     ^^^^^^^^^^^^^^^ FB302 error: diff works along rows, found a number
#     hint: one value per stock and day has no rows to go along
    + count(top(mean(ret), 30%))
#           ^^^^^^^^^^^^^^^^^^^ FB302 error: top works along rows, found a number
#           hint: one value per stock and day has no rows to go along
}
