# A def does not call itself, whether or not anybody calls it.
def a(x) = if(mean(ret) > 0, mean(x), a(x))
#                                     ^ FB258 error: def a calls itself: a → a
#                                     hint: a def may not recurse, neither directly nor through others

def b() = b() + b()
#         ^ FB258 error: def b calls itself: b → b
#         hint: a def may not recurse, neither directly nor through others

factor f { from minute direction +1 value a(ret) }
factor g { from minute direction +1 value a(volume) / a(ret) }
