# A range is a window.
factor f {
  from minute
  direction +1
  value count(time == 09:30..10:00)
#                     ^^^^^^^^^^^^ FB319 error: a time range is a window
#                     hint: write it as window=09:30..10:00
}
