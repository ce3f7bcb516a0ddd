# A file is used once, for something.
use "a.factor"
use "./a.factor"
#^^^^^^^^^^^^^^^ FB208 warning: a.factor is used twice
# hint: remove this one
# fix: remove it
use "b.factor"
#^^^^^^^^^^^^^ FB209 warning: nothing of b.factor is used here
# hint: remove this line
# fix: remove it

factor f { from minute direction +1 value half() }
