use "b.factor"

def one() = two()
