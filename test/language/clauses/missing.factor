# from, direction and value are required.
factor f { }
#      ^ FB263 error: factor f has no clause from
#      hint: add: from minute
#      ^ FB263 error: factor f has no clause direction
#      hint: add: direction +1
#      ^ FB263 error: factor f has no clause value
#      hint: add: value corr(volume, items)
factor g { from minute }
#      ^ FB263 error: factor g has no clause direction
#      hint: add: direction +1
#      fix: add direction +1
#      ^ FB263 error: factor g has no clause value
#      hint: add: value corr(volume, items)
factor h { direction -1 value 1 }
#      ^ FB263 error: factor h has no clause from
#      hint: add: from minute
#      fix: add from minute
