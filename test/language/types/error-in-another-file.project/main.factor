# A finding stands in the file whose text is wrong.
use "lib/ratios.factor"

factor f { from minute direction +1 value ratio(close) / ratio(volume) }
