# The members of a set are factors and sets, each once, and patterns that match something.
use "more.factor"

factor f { from minute direction +1 value size() }
def size() = mean(amount) / mean(minute.amount)
model m { input x = panel(f) }
#     ^ FB600 error: model m has no clause target, output, loss, train
#     hint: add: target y = zscore(forward_return(from=1, to=11, price=vwap)); output p = dense(h, units=1); loss -corr(p, y); train { optimizer adam(learning_rate=0.005) batch 5000 }
#                   ^^^^^^^^ FB257 error: panel lacks its argument days
#                   hint: its form is panel(x, days=)

set a { f, more_of_it, missing_factor, more_of_itt, size, m, f }
#                      ^^^^^^^^^^^^^^ FB220 error: there is no factor or set missing_factor here
#                      hint: bring it with `use`, or name its file in quotes
#                                      ^^^^^^^^^^^ FB220 error: there is no factor or set more_of_itt here
#                                      hint: did you mean more_of_it?
#                                      fix: write more_of_it
#                                                   ^^^^ FB221 error: size is a def, expected a factor or a set
#                                                   hint: a set holds factors, other sets and file patterns in quotes
#                                                         ^ FB221 error: m is a model, expected a factor or a set
#                                                         hint: a set holds factors, other sets and file patterns in quotes
#                                                            ^ FB224 warning: f is in this set already
#                                                            hint: remove this one
set b { "minute/*.factor", "minutes/*.factor", "mor.factor" }
#                          ^^^^^^^^^^^^^^^^^^ FB222 error: no .factor file matches "minutes/*.factor"
#                          hint: `*` stands for any part of a name, `**` for any folders; patterns are relative to this file
#                                              ^^^^^^^^^^^^ FB222 error: no .factor file matches "mor.factor"
#                                              hint: did you mean "more.factor"?
#                                              fix: write "more.factor"
set c { }
#   ^ FB225 warning: the set c holds nothing
#   hint: name its factors, or files in quotes
set d { e }
set e { d, f }
#       ^ FB223 error: these sets hold each other in a circle: d → e → d
#       hint: remove one of the memberships
set g { "minute/*.factor", f }
#   ^ FB226 error: two factors named f are in this set, from minute/first.factor and main.factor
#   hint: rename one of them: values are stored under their name
