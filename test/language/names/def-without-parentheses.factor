# A def is called with parentheses; one that needs arguments cannot be helped by adding them.
def whole() = sum(volume)
def part(w) = sum(volume, window=w)

factor f { from minute direction +1 value whole / part }
#                                         ^^^^^ FB271 error: whole is a def: it is called with parentheses
#                                         hint: write whole()
#                                         fix: write whole()
#                                                 ^^^^ FB271 error: part is a def: it is called with parentheses
#                                                 hint: write part(w)
