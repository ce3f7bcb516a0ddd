# Something before it, so that places in the two files differ.
def day_mean(x) = mean(x)
