use "a.factor"
#   ^^^^^^^^^^ FB207 error: these files use each other in a circle: a.factor → b.factor → a.factor
#   hint: move what they share into a file that uses none of them

def two() = mean(ret)
def three() = one()
