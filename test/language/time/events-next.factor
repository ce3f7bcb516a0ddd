# When the next event comes nobody knows, so what it brings is known when the day ends.
factor f {
  from trade
  direction +1
  known 14:59
#       ^^^^^ FB500 error: factor f promises to be known at 14:59, but is known at 15:00 because of `next(volume)`
#       hint: restrict it with window=, or say: known 15:00
#       fix: write 15:00
  value mean(next(volume) / volume, window=early)
}
