# A circle may run through several files.
use "other.factor"

def here() = there()

factor f { from minute direction +1 value here() }
