/// 早盘主动买入占比 · Share of buying aggressors in the amount of the first half-hour, opening auction included.
factor early_active_buy_perc {
  from trade
  direction +1
  known 10:00
  value sum(amount, window=early, where=side == buy) / sum(amount, window=early)
}
