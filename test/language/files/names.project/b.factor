def two() = mean(ret) / 3
def mine() = mean(ret)
