# Every window, on bars and on events.
factor bars {
  from minute
  direction 1
  value sum(ret, window=session) + sum(ret, window=early) + sum(ret, window=late) + sum(ret, window=morning) + sum(ret, window=afternoon)
    + sum(ret, window=half_hour(1)) + sum(ret, window=half_hour(8)) + sum(ret, window=10:15..13:20) + sum(ret, window=11:00..13:00)
}

# On events a range is clock time: it may lie in an auction, where there are no bars of its own.
factor events {
  from trade
  direction 1
  value (sum(amount, window=early) + sum(amount, window=09:30..10:00) + sum(amount, window=09:15..09:30) + sum(amount, window=15:00..15:01)) / sum(amount)
}
