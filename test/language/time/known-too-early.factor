# A promise that the factor cannot keep names the part that is known too late.
factor f {
  from minute
  direction +1
  known 10:00
#       ^^^^^ FB500 error: factor f promises to be known at 10:00, but is known at 11:30 because of `mean(ret, window=morning)`
#       hint: restrict it with window=, or say: known 11:30
#       fix: write 11:30
  value mean(ret, window=early) / mean(ret, window=morning)
}

factor g {
  from minute
  direction +1
  let whole = std(ret)
  known 14:00
#       ^^^^^ FB500 error: factor g promises to be known at 14:00, but is known at 15:00 because of `std(ret)`
#       hint: restrict it with window=, or say: known 15:00
#       fix: write 15:00
  value mean(ret, window=early) / whole
}

factor h {
  from minute
  direction +1
  known 10:00
#       ^^^^^ FB500 error: factor h promises to be known at 10:00, but is known at 15:00 because of `top(abs(ret), 10%)`
#       hint: restrict it with window=, or say: known 15:00
#       fix: write 15:00
  value sum(volume, window=early, where=top(abs(ret), 10%)) / sum(volume, window=early)
}

factor i {
  from minute
  direction +1
  known 10:00
#       ^^^^^ FB500 error: factor i promises to be known at 10:00, but is known at 10:01 because of `mean(next(ret), window=early)`
#       hint: restrict it with window=, or say: known 10:01
#       fix: write 10:01
  value mean(next(ret), window=early)
}

# A series by key has a row for every key of the day.
factor j {
  from trade
  direction +1
  known 10:00
#       ^^^^^ FB500 error: factor j promises to be known at 10:00, but is known at 15:00 because of `mean(sum(amount, by=buy_id, window=early))`
#       hint: it has a row for every key of the day: leave out those that come later, as with where=x > 0, or say: known 15:00
#       fix: write 15:00
  value mean(sum(amount, by=buy_id, window=early)) / mean(amount, window=early)
}

factor k {
  from trade
  direction +1
  known 10:00
#       ^^^^^ FB500 error: factor k promises to be known at 10:00, but is known at 15:00 because of `count(concat(early_buys, amount))`
#       hint: it has a row for every key of the day: leave out those that come later, as with where=x > 0, or say: known 15:00
#       fix: write 15:00
  let early_buys = sum(amount, by=buy_id, window=early)
  value count(concat(early_buys, amount)) / count(early_buys > 0)
}
