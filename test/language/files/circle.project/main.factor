# Files do not use each other in a circle.
use "a.factor"

factor f { from minute direction +1 value one() }
