factor more_of_it { from minute direction +1 value mean(ret) }
