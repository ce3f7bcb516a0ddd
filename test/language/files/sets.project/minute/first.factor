factor f { from minute direction +1 value mean(ret) }
