# A factor does not read another factor.
factor f { from minute direction +1 value mean(ret) }
factor g { from minute direction +1 value f / 2 }
#                                         ^ FB268 error: f is a factor; a factor's expression cannot read another factor
#                                         hint: share the expression through a def
