# Numbers, times and durations are written in one way.
factor f {
  from minute
  direction +1
  value .5 * mean(ret) + 1_000 + 5. + 30％ + 2ret + 12abc.x + 1e999 + mean(ret, window=09:30..25:00) + mean(ret, window=9:30..10:00)
#       ^^ FB117 error: found `.5`, expected a number such as `0.5`
#       hint: write `0.5`
#       fix: write 0.5
#                        ^^^^^ FB117 error: found `1_000`, expected a number such as `1000`
#                        hint: write `1000`
#                        fix: write 1000
#                                ^^ FB117 error: found `5.`, expected a number such as `5`
#                                hint: write `5`
#                                fix: write 5
#                                     ^^^^ FB117 error: found `30％`, expected a number such as `30%`
#                                     hint: write `30%`
#                                     fix: write 30%
#                                            ^^^^ FB118 error: `2ret` is neither a number nor a name
#                                            hint: to multiply write `2 * ret`; a name does not begin with a digit
#                                            fix: write 2 * ret
#                                                   ^^^^^^^ FB118 error: `12abc.x` is neither a number nor a name
#                                                   hint: numbers are written as `12`, `0.5`, `1e-4` or `30%`; a name does not begin with a digit
#                                                             ^^^^^ FB119 error: the number `1e999` is larger than can be held
#                                                             hint: the largest is about 1.8e308; durations hold at most 10,000
#                                                                                             ^^^^^ FB120 error: `25:00` is not a time of day, expected hours 00 to 23 and minutes 00 to 59
#                                                                                             hint: write a time as `09:30`
    + mean(prev(ret, 3days)) + mean(prev(ret, 2years)) + mean(prev(ret, 99999d))
#                    ^^^^^ FB121 error: `3days` is not a duration, expected `d`, `w` or `mo` after the number
#                    hint: write `3d`
#                    fix: write 3d
#                                             ^^^^^^ FB121 error: `2years` is not a duration, expected `d`, `w` or `mo` after the number
#                                             hint: days are `d`, weeks `w`, months `mo`
#                                                                       ^^^^^^ FB119 error: the number `99999d` is larger than can be held
#                                                                       hint: the largest is about 1.8e308; durations hold at most 10,000
}
