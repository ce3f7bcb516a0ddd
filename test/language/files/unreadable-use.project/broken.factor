def broght( = mean(ret)
#           ^ FB132 error: found `=`, expected the name of a parameter
#           hint: a name is made of letters (Chinese ones too), digits and `_`
