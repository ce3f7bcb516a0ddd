# Arguments are matched by place, then by name.
factor f {
  from minute
  direction +1
  value corr(volume, items, ret)
#                           ^^^ FB256 error: corr takes 2 positional arguments, found 3
#                           hint: its form is corr(x, y, window=, where=, by=)
    + corr(volume, items, windw=early)
#                         ^^^^^ FB254 error: corr takes no argument windw=
#                         hint: did you mean window?
#                         fix: write window
    + corr(x=volume, x=items, y=ret)
#                    ^^^^^^^ FB255 error: argument x of corr is given twice
#                    hint: keep one of the two
    + corr(volume)
#     ^^^^^^^^^^^^ FB257 error: corr lacks its argument y
#     hint: its form is corr(x, y, window=, where=, by=)
    + quantile(ret)
#     ^^^^^^^^^^^^^ FB257 error: quantile lacks its argument q
#     hint: its form is quantile(x, q, window=, where=, by=)
    + mean(ret, n=3)
#               ^ FB254 error: mean takes no argument n=
#               hint: its form is mean(x, window=, where=, by=)
    + abs(mean(ret), where=ret < 0)
#                    ^^^^^ FB254 error: abs takes no argument where=
#                    hint: its form is abs(x)
}

# The larger of two values is no reduction.
factor g {
  from minute
  direction +1
  value mean(max(open, close)) / mean(min(open, close)) + quantile(ret, 10%, 20%)
#                      ^^^^^ FB256 error: max takes 1 positional argument, found 2
#                      hint: max reduces one series; of two values write greater(a, b)
#                      fix: write greater
#                                                                            ^^^ FB256 error: quantile takes 2 positional arguments, found 3
#                                                                            hint: its form is quantile(x, q, window=, where=, by=)
}

def min(a, b) = lesser(a, b)
#   ^^^ FB277 warning: def min hides the operator min
#   hint: give it another name
def first_two(a, b) = a + b
factor h { from minute direction +1 value mean(first_two(ret, items, ret)) }
#                                                                    ^^^ FB256 error: first_two takes 2 positional arguments, found 3
#                                                                    hint: its form is first_two(a, b)
