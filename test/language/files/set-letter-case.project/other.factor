factor Late_Ret { from minute direction +1 value mean(ret) }
