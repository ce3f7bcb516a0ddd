# Outputs have the columns date and symbol, and do not tell upper from lower case.
factor date { from minute direction +1 value mean(ret) }
#      ^^^^ FB281 error: factor date has the name of a column that every output has: date, symbol
#      hint: give it another name
factor Symbol { from minute direction +1 value mean(ret) }
#      ^^^^^^ FB281 error: factor Symbol has the name of a column that every output has: date, symbol
#      hint: give it another name
factor late_ret { from minute direction +1 value mean(ret) }
factor Late_Ret { from minute direction +1 value mean(ret) }
#      ^^^^^^^^ FB213 error: factor Late_Ret differs from late_ret (line 4) in upper and lower case only
#      hint: rename one of them: columns of an output do not tell upper from lower case
factor late_return { from minute direction +1 value mean(ret) }
