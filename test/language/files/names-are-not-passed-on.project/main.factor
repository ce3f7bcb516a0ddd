# A use brings what a file holds, not what it uses in turn.
use "a.factor"

factor f { from minute direction +1 value one() + two() }
#                                                 ^^^ FB253 error: two() is neither an operator nor a def visible here
#                                                 hint: defs of other files come with: use "file.factor"
