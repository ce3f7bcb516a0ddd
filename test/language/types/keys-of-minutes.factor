# The rows of minute are minutes already.
factor f {
  from minute
  direction +1
  value mean(sum(ret, by=minute))
#                        ^^^^^^ FB314 error: the rows of minute are minutes already; by= has nothing to group
#                        hint: remove by=
#                        fix: remove by=
    + mean(sum(by=minute, x=items))
#                 ^^^^^^ FB314 error: the rows of minute are minutes already; by= has nothing to group
#                 hint: remove by=
#                 fix: remove by=
    + mean(sum(ret, by=minute, where=ret < 0))
#                      ^^^^^^ FB314 error: the rows of minute are minutes already; by= has nothing to group
#                      hint: remove by=
#                      fix: remove by=
}
