# A def has parentheses, = and an expression.
def a = mean(ret)
#   ^ FB137 error: def `a` has no parentheses, expected `a()`
#   hint: write `def a() = …`
#   fix: add parentheses
def b() mean(ret)
#       ^^^^ FB134 error: found `mean`, expected `=` after `)`
#       hint: add `=`
def c() =
#       ^ FB150 error: found `def` after `=`, expected an expression
#       hint: an expression is a number, a name, a call, or something in parentheses
def d(x, , y) = mean(x + y)
#        ^ FB155 error: found a comma without a parameter before it
#        hint: remove the comma, or add what is missing
#        fix: remove the comma
def e(x y) = mean(x + y)
#       ^ FB154 error: found `y` after `x`, expected a comma or an operator between them
#       hint: arguments, members and elements are separated by commas
#       fix: add a comma
def f(x = ) = mean(x)
#         ^ FB150 error: found `)` after `=`, expected an expression
#         hint: an expression is a number, a name, a call, or something in parentheses
