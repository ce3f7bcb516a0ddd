# What a broken or missing file would have brought is not reported as unknown.
use "broken.factor"
use "gone.factor"
#   ^^^^^^^^^^^^^ FB201 error: there is no file gone.factor
#   hint: paths are relative to the file that names them

factor f { from minute direction +1 value brought() + mean(volum) }
#                                                          ^^^^^ FB250 error: volum is neither a column of minute nor a let of this factor
#                                                          hint: did you mean volume?
#                                                          fix: write volume
set all { f, factor_of_the_broken_file }
