# The part that is known too late is quoted from the file in which it stands.
use "lib.factor"

factor f { from minute direction +1 known 10:00 value mean(ret, window=early) / day_mean(ret) }
#                                         ^^^^^ FB500 error: factor f promises to be known at 10:00, but is known at 15:00 because of `mean(x)`
#                                         hint: restrict it with window=, or say: known 15:00
#                                         fix: write 15:00
