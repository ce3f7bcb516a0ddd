factor LATE_RET { from minute direction +1 value mean(ret) }
#      ^^^^^^^^ FB214 warning: factor LATE_RET differs from late_ret of main.factor in upper and lower case only
#      hint: rename one of them, or never compute both at once: columns of an output do not tell upper from lower case
factor same { from minute direction +1 value mean(ret) }
