# Restored orders: the executions that carry one order number add up to what that order traded on the day.
# A factor says which orders are big in one line, `let threshold = big_threshold()`, and compares `> threshold`.
# For another meaning of big, in one factor, name another threshold there; in all of them, change big_threshold here.

/// 还原订单的成交金额 · What each restored order traded, buy and sell orders pooled.
def order_sizes() = concat(sum(amount, by=buy_id), sum(amount, by=sell_id))

/// 均值加 n 倍标准差 · The mean and n standard deviations of all orders.
def big_threshold(n = 1) = mean(order_sizes()) + n * std(order_sizes())

/// 对数均值加 n 倍对数标准差 · The same of logarithms, for sizes that are log-normal.
def log_threshold(n = 1) = mean_size() * exp(mean(log_sizes()) + n * std(log_sizes()))

/// 分位数 · The quantile q of all orders.
def quantile_threshold(q = 90%) = quantile(order_sizes(), q)

/// 固定金额（元）· A fixed amount in CNY, the same for every stock.
def fixed_threshold(cny = 1000000) = cny

/// 订单平均成交金额 · Mean of what orders traded; a size divided by it has no unit and so has a logarithm.
def mean_size() = mean(order_sizes())

/// 订单成交金额的对数 · Logarithms of order sizes, counted in mean sizes.
def log_sizes() = concat(
  log(sum(amount, by=buy_id) / mean_size()),
  log(sum(amount, by=sell_id) / mean_size())
)
