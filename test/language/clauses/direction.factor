# A direction is +1, 1 or -1.
factor f { from minute direction 0 value mean(ret) }
#                      ^^^^^^^^^^^ FB265 error: direction is +1 or -1, found 0
#                      hint: +1: large values promise high returns; -1: small values do
factor g { from minute direction +2 value mean(ret) }
#                      ^^^^^^^^^^^^ FB265 error: direction is +1 or -1, found 2
#                      hint: +1: large values promise high returns; -1: small values do
factor h { from minute direction -0.5 value mean(ret) }
#                      ^^^^^^^^^^^^^^ FB265 error: direction is +1 or -1, found -0.5
#                      hint: +1: large values promise high returns; -1: small values do
factor i { from minute direction 1 value mean(ret) }
