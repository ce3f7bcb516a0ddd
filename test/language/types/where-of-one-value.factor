# where= is a condition of each row.
factor f {
  from minute
  direction +1
  value sum(ret, where=mean(ret) > 0) + sum(ret, where=true)
#                      ^^^^^^^^^^^^^ FB324 error: where= is one value per stock and day, not a condition of each row
#                      hint: choose with if(condition, …, missing) around the reduction
#                                                      ^^^^ FB324 error: where= is one value per stock and day, not a condition of each row
#                                                      hint: choose with if(condition, …, missing) around the reduction
}
