# A reduction of a single value is a finding; one with by= is a series.
factor f {
  from minute
  direction +1
  let total = sum(volume)
  value mean(total) / total
#       ^^^^^^^^^^^ FB322 error: mean reduces rows, but what it is given is already one value per stock and day
#       hint: remove mean(…)
#       fix: remove mean(…)
    + sum(mean(ret) + 1)^2
#     ^^^^^^^^^^^^^^^^^^ FB322 error: sum reduces rows, but what it is given is already one value per stock and day
#     hint: remove sum(…)
#     fix: remove sum(…)
    + max(3)
#     ^^^^^^ FB322 error: max reduces rows, but what it is given is already one value per stock and day
#     hint: remove max(…)
#     fix: remove max(…)
    + corr(mean(ret), 1)
#     ^^^^^^^^^^^^^^^^^^ FB322 error: corr reduces rows, but what it is given is already one value per stock and day
#     hint: give it a series
    + sum(total, window=early) / total
#     ^^^^^^^^^^^^^^^^^^^^^^^^ FB322 error: sum reduces rows, but what it is given is already one value per stock and day
#     hint: give it a series
    + count(total)
#     ^^^^^^^^^^^^ FB322 error: count reduces rows, but what it is given is already one value per stock and day
#     hint: give it a series
}

factor g {
  from minute
  direction +1
  let total = sum(volume)
  value mean(total / 2) / total
#       ^^^^^^^^^^^^^^^ FB322 error: mean reduces rows, but what it is given is already one value per stock and day
#       hint: remove mean(…)
#       fix: remove mean(…)
}
