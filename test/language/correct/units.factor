# CNY and share multiply and divide; what comes out plain may be a factor's value, anything else says its unit.
factor plain {
  from minute
  direction 1
  let spread = (high - low) / close
  let turnover = sum(close * volume) / sum(amount)
  let root = sqrt(sum(volume^2)) / sum(volume)
  let half = (sum(amount)^2)^(1/2) / sum(amount)
  let counts = count(ret < 0) + items - 1
  value mean(spread) + turnover + root + half + mean(counts) + slope(close, open) + var(close) / mean(close)^2 + cov(close, volume) / mean(amount)
}

factor money { from minute direction 1 unit CNY value sum(amount) }
factor price { from minute direction 1 unit CNY/share value sum(amount) / sum(volume) }
factor illiquidity { from minute direction 1 unit 1/CNY value mean(abs(ret) / amount) }
factor squared { from minute direction 1 unit share^2 value var(volume) }
factor impact { from minute direction 1 unit CNY*share^-1.5 value std(close) / sqrt(mean(volume)) }
factor whole { from minute direction 1 unit 1 value sum(ret) }
