# Characters without a meaning are reported where they stand.
factor f {
  from minute
  direction +1
  value mean(ret) § 2 + $x
#                 ^ FB110 error: found the character `§` (U+00A7), which has no meaning here
#                 hint: remove it
#                 fix: remove it
#                       ^ FB110 error: found the character `$` (U+0024), which has no meaning here
#                       hint: a column is written by its name alone, as `close`
#                       fix: remove it
}

factor g { from minute direction +1 value mean(ret) @ }
#                                                   ^ FB110 error: found the character `@` (U+0040), which has no meaning here
#                                                   hint: names are made of letters, digits and `_`
#                                                   fix: remove it
