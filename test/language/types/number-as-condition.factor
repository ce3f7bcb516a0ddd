# A number is no condition.
factor f {
  from minute
  direction +1
  value count(ret and volume > 0)
#             ^^^ FB301 error: what `and` works on must be a condition, found a number for each of the 240 minutes
#             hint: a condition is a comparison such as ret < 0
    + count(not ret)
#               ^^^ FB301 error: what `not` works on must be a condition, found a number for each of the 240 minutes
#               hint: a condition is a comparison such as ret < 0
    + mean(if(ret, 1, 0))
#             ^^^ FB301 error: condition of if must be a condition, found a number for each of the 240 minutes
#             hint: a condition is a comparison such as ret < 0
    + sum(ret, where=volume)
#                    ^^^^^^ FB301 error: where= must be a condition, found a number in share for each of the 240 minutes
#                    hint: a condition is a comparison such as ret < 0
}
