# Defs do not call each other in a circle: said once, where the circle closes, however many factors call it.
def a() = b() + 1
def b() = c()
def c() = a()
#         ^ FB258 error: def a calls itself: a → b → c → a
#         hint: a def may not recurse, neither directly nor through others
def d() = a()

factor f { from minute direction +1 value a() }
factor g { from minute direction +1 value b() + c() }
factor h { from minute direction +1 value d() }
