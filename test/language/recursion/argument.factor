# A call of a def inside an argument of the same def is no recursion.
def twice(x) = x + x

factor f { from minute direction +1 value twice(twice(twice(mean(ret)))) }
