use "b.factor"

def one() = two() + 1
