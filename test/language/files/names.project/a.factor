def one() = mean(ret)
def two() = mean(ret) / 2
