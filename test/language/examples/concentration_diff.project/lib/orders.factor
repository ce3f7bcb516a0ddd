def order_sizes() = concat(sum(amount, by=buy_id), sum(amount, by=sell_id))
def big_threshold(n = 1) = mean(order_sizes()) + n * std(order_sizes())
