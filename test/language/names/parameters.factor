# Parameters are used, differ, and hide no column of the table that the def is called for.
def unused(x, n) = mean(x)
#             ^ FB266 warning: parameter n of def unused is never used
#             hint: remove it
def twice(x, x) = mean(x)
#            ^ FB270 error: def twice has two parameters named x
#            hint: give one of them another name
def hiding(volume, price) = mean(volume / price)
#          ^^^^^^ FB273 warning: parameter volume of def hiding hides the column volume of minute
#          hint: give it another name
#          ^^^^^^ FB273 warning: parameter volume of def hiding hides the column volume of trade
#          hint: give it another name
#                  ^^^^^ FB273 warning: parameter price of def hiding hides the column price of trade
#                  hint: give it another name

factor f { from minute direction +1 value unused(ret, 2) + twice(ret, items) + hiding(items, ret) }
factor g { from trade direction +1 unit share/CNY value hiding(volume, amount) }
