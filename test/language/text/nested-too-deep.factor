# Brackets may be nested a hundred deep.
factor f {
  from minute
  direction +1
  value ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((mean(ret)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
#                                                                                                               ^ FB104 error: brackets are nested more than 100 deep
#                                                                                                               hint: give inner parts a name with `let`
}
