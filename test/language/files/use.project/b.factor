def third() = mean(ret) / 3
