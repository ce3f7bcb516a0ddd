# What shapes the computation is written as a literal.
factor f {
  from minute
  direction +1
  value mean(prev(ret, items))
#                      ^^^^^ FB308 error: n of prev must be written as a whole number
#                      hint: it shapes the computation, so it cannot be computed itself
    + mean(next(ret, 1.5))
#                    ^^^ FB308 error: n of next must be written as a whole number
#                    hint: it shapes the computation, so it cannot be computed itself
    + count(top(ret, mean(ret)))
#                    ^^^^^^^^^ FB308 error: p of top must be written as a share such as 30%
#                    hint: it shapes the computation, so it cannot be computed itself
    + mean(prev(ret, 0))
#                    ^ FB309 error: n of prev lies in 1 … 100000, found 0
#                    hint: write a number from 1 to 100000
    + mean(prev(ret, -1))
#                    ^^ FB309 error: n of prev lies in 1 … 100000, found -1
#                    hint: write next(x, 1)
    + count(bottom(ret, 30))
#                       ^^ FB309 error: p of bottom lies in 0 … 1, found 30
#                       hint: write 30%
#                       fix: write 30%
    + quantile(ret, 1.2)
#                   ^^^ FB309 error: q of quantile lies in 0 … 1, found 1.2
#                   hint: write a number from 0 to 1
    + quantile(ret, 250)
#                   ^^^ FB309 error: q of quantile lies in 0 … 1, found 250
#                   hint: write a number from 0 to 1
}
