# The arguments of a def have the names of its parameters and nothing else.
def part(x, w = early) = sum(x, window=w) / sum(x)

factor f {
  from minute
  direction +1
  value part(volume, late, ret) + part(volume, window=late) + part() + part(volume, x=amount)
#                          ^^^ FB256 error: part takes 2 positional arguments, found 3
#                          hint: its form is part(x, w=early)
#                                              ^^^^^^ FB254 error: part takes no argument window=
#                                              hint: its form is part(x, w=early)
#                                                             ^^^^^^ FB257 error: part lacks its argument x
#                                                             hint: its form is part(x, w=early)
#                                                                                   ^^^^^^^^ FB255 error: argument x of part is given twice
#                                                                                   hint: keep one of the two
}
