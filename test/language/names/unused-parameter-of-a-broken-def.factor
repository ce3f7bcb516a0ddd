# In a body that cannot be read anything may stand.
def broken(x, n) = mean(x, )) + n
#                           ^ FB136 error: this `)` closes nothing
#                           hint: remove it, or open it before
#                           fix: remove )

def also_broken(x, n) = mean(x
  + n
#   ^ FB135 error: found the end of the file, expected `)`: the `(` opened at line 4, column 29 is not closed
#   hint: add `)`
#   fix: add )
