# A promise may be later than the truth, never earlier.
factor early { from minute direction 1 known 10:00 value sum(ret, window=early) }
factor later { from minute direction 1 known 11:30 value sum(ret, window=early) }
factor before { from minute direction 1 known 09:59 value sum(prev(ret), window=early) }
factor after { from minute direction 1 known 10:05 value sum(next(ret, 5), window=early) }
factor selected { from minute direction 1 known 10:00 value sum(ret, where=top(volume, 10%, window=early), window=early) }
factor auction { from trade direction 1 known 09:30 unit CNY value sum(amount, window=09:15..09:30) }

# Keys that come later change nothing where they hold 0 in a sum, are missing, or are left out.
factor early_orders {
  from trade
  direction 1
  known 10:00
  let buys = sum(amount, by=buy_id, window=early)
  let traded = sum(amount, window=early)
  value sum((buys / traded)^2) + mean(buys, where=buys > 0) / traded + std(mean(amount, by=sell_id, window=early)) / traded
}
