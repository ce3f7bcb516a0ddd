# A name that is nearly a let comes with that let.
factor f {
  from minute
  direction +1
  let falling = ret < 0
  value count(faling) / count(falling)
#             ^^^^^^ FB250 error: faling is neither a column of minute nor a let of this factor
#             hint: did you mean falling?
#             fix: write falling
}
