# A column of another table is written with its table.
factor f {
  from trade
  direction +1
  value corr(sum(amount, by=minute), ret)
#                                    ^^^ FB250 error: ret is neither a column of trade nor a let of this factor
#                                    hint: did you mean minute.ret?
#                                    fix: write minute.ret
}
