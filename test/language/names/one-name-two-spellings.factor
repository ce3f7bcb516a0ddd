# A letter with its accent is one letter, however it was typed; full-width letters are no others.
factor f {
  from minute
  direction +1
  let café = mean(ret)
  value café + mean(ｒｅｔ)
#                   ^^^^^^ FB250 error: ｒｅｔ is neither a column of minute nor a let of this factor
#                   hint: did you mean ret?
#                   fix: write ret
}
