# The default value of a parameter is part of its def.
def a(x = a()) = mean(x)
#         ^ FB258 error: def a calls itself: a → a
#         hint: a def may not recurse, neither directly nor through others
