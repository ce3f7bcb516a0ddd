# What a Chinese keyboard writes is read as what it stands for.
factor 全角 {
  from minute
  direction ＋1
#           ^^ FB114 error: found the full-width `＋`, expected `+`
#           hint: write `+`
#           fix: write +
  value corr（volume，items，window＝09：30..10：00）
#           ^^ FB114 error: found the full-width `（`, expected `(`
#           hint: write `(`
#           fix: write (
#                   ^^ FB114 error: found the full-width `，`, expected `,`
#                   hint: write `,`
#                   fix: write ,
#                          ^^ FB114 error: found the full-width `，`, expected `,`
#                          hint: write `,`
#                          fix: write ,
#                                  ^^ FB114 error: found the full-width `＝`, expected `=`
#                                  hint: write `=`
#                                  fix: write =
#                                    ^^^^^^ FB114 error: found the full-width `：`, expected `:`
#                                    hint: write `:`
#                                    fix: write 09:30
#                                            ^^^^^^ FB114 error: found the full-width `：`, expected `:`
#                                            hint: write `:`
#                                            fix: write 10:00
#                                                  ^^ FB114 error: found the full-width `）`, expected `)`
#                                                  hint: write `)`
#                                                  fix: write )
}
