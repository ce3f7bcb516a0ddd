# Only operators and defs are called.
factor f {
  from minute
  direction +1
  let falling = ret < 0
  value sum(volume()) / sum(volume, where=falling())
#           ^^^^^^ FB272 error: volume is not a function
#           hint: write volume without parentheses
#           fix: write volume
#                                         ^^^^^^^ FB272 error: falling is not a function
#                                         hint: write falling without parentheses
#                                         fix: write falling
}
