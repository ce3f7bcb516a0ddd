def two() = mean(ret)
