# Only a model's target looks into the future.
factor f {
  from minute
  direction +1
  value forward_return(from=1, to=11, price=vwap)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ FB501 error: forward_return looks into the future; only a model's target may
#       hint: everything else sees the day it is computed for, and earlier ones
}
