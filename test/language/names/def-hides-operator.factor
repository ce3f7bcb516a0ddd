# A def may have an operator's name, but it is said.
def mean(x) = sum(x) / count(x)
#   ^^^^ FB277 warning: def mean hides the operator mean
#   hint: give it another name

factor f { from minute direction +1 value mean(ret) }
