# What works along the rows needs rows.
factor f {
  from minute
  direction +1
  value prev(mean(ret))
#       ^^^^^^^^^^^^^^^ FB302 error: prev needs a series, found a number
#       hint: a series has a value in every row, as a column has; one value per stock and day has no rows
    + rank(1)
#     ^^^^^^^ FB302 error: rank needs a series, found a number
#     hint: a series has a value in every row, as a column has; one value per stock and day has no rows
    + cumsum(sum(ret))
#     ^^^^^^^^^^^^^^^^ FB302 error: cumsum needs a series, found a number
#     hint: a series has a value in every row, as a column has; one value per stock and day has no rows
    + diff(last(ret))
#     ^^^^^^^^^^^^^^^ FB302 error: diff needs a series, found a number
#     hint: a series has a value in every row, as a column has; one value per stock and day has no rows
    + count(top(mean(ret), 30%))
#           ^^^^^^^^^^^^^^^^^^^ FB302 error: top needs a series, found a number
#           hint: a series has a value in every row, as a column has; one value per stock and day has no rows
}
