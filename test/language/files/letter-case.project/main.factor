# The files asked for are looked at together; that two of them have a factor of one name is another matter.
factor late_ret { from minute direction +1 value mean(ret) }
factor same { from minute direction +1 value mean(ret) }
