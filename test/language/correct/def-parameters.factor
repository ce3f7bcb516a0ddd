# A parameter stands for what the caller wrote: a series, a number, a window, an enum name, a key, a condition.
def part(x, w, c) = sum(x, window=w, where=c) / sum(x, window=w)
def moved(x, n = 1) = x / prev(x, n) - 1
def orders(key, s) = sum(amount, by=key, where=side == s)
def power(x, n) = x^n
def nth(k) = mean(ret, window=half_hour(k))
def passed_on(x, w) = part(x=x, c=ret > 0, w=w)

factor bars {
  from minute
  direction 1
  value part(volume, early, ret < 0) + part(amount, 10:00..11:00, true and ret > 0) + mean(moved(close)) + mean(moved(n=5, x=close)) + power(mean(ret), 2)
    + nth(3) + passed_on(volume, half_hour(2))
}

factor events {
  from trade
  direction 1
  value sum(orders(buy_id, buy)) / sum(orders(sell_id, sell)) + max(orders(minute, none)) / sum(amount) + sum(power(volume, 2)) / sum(volume)^2
}
