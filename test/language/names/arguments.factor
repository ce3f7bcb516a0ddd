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
