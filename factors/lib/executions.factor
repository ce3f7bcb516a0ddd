# What factors of single executions share.

/// 逐笔对数收益率 · Logarithmic return from the execution before, auctions included.
def step() = log(price / prev(price))

/// 每分钟净主动买入金额 · Amount of buying aggressors minus that of selling ones, minute by minute.
def net_active_buy() = sum(amount, by=minute, where=side == buy)
  - sum(amount, by=minute, where=side == sell)
