# A finding in another file's def names the call in the factor that led to it, also where defs call defs.
use "lib/sizes.factor"

factor direct { from minute direction +1 value share_below(95) }

factor through { from minute direction +1 value twice(96) }

# One that is wrong for every caller is said once, with the first.
factor first { from minute direction +1 value own() }
factor second { from minute direction +1 value own() + 1 }
