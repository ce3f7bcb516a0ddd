# A def does not see the lets of the factor that calls it: neither those above the call nor those below.
def scaled(x) = x / total
#                   ^^^^^ FB267 error: total is a let of the calling factor; def scaled does not see it
#                   hint: give scaled a parameter for it

factor f {
  from minute
  direction +1
  let total = sum(volume)
  value sum(scaled(volume)) * total / total
}
