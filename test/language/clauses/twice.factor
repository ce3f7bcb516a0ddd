# Each clause but let stands once.
factor f {
  from minute
  from trade
# ^^^^^^^^^^ FB262 error: the clause from is written twice
# hint: keep one of the two
# fix: remove this from
  direction +1
  direction -1
# ^^^^^^^^^^^^ FB262 error: the clause direction is written twice
# hint: keep one of the two
# fix: remove this direction
  unit 1
  unit CNY
# ^^^^^^^^ FB262 error: the clause unit is written twice
# hint: keep one of the two
# fix: remove this unit
  known 15:00
  known 10:00
# ^^^^^^^^^^^ FB262 error: the clause known is written twice
# hint: keep one of the two
# fix: remove this known
  value mean(ret)
  value mean(volume)
# ^^^^^^^^^^^^^^^^^^ FB262 error: the clause value is written twice
# hint: keep one of the two
# fix: remove this value
}
