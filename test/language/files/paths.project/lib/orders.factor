def size() = mean(amount / items)
