# A def is checked where it is called, with the caller's columns: one def serves every table that has them.
def mean_size() = sum(amount) / count(amount)
def scaled(x) = x / mean(volume)

factor bars { from minute direction 1 value mean_size() / mean(minute.amount) + std(scaled(volume)) }
factor trades { from trade direction 1 value mean_size() / mean(minute.amount) + std(scaled(volume)) }
factor orders { from order direction 1 value std(scaled(volume)) }
