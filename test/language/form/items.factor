# Every item begins with its keyword.
mean(ret)
#^^^ FB130 error: found `mean`, expected an item: `use`, `def`, `set`, `factor` or `model`
# hint: every item begins with its keyword

facter f { from minute direction +1 value mean(ret) }
#^^^^^ FB131 error: there is no item `facter`, expected `use`, `def`, `set`, `factor` or `model`
# hint: did you mean `factor`?
# fix: write factor
usee "lib.factor"
#^^^ FB131 error: there is no item `usee`, expected `use`, `def`, `set`, `factor` or `model`
# hint: did you mean `use`?
# fix: write use
#    ^^^^^^^^^^^^ FB201 error: there is no file lib.factor
#    hint: paths are relative to the file that names them
deff a(x) = mean(x)
#^^^ FB131 error: there is no item `deff`, expected `use`, `def`, `set`, `factor` or `model`
# hint: did you mean `def`?
# fix: write def
sett all { f }
#^^^ FB131 error: there is no item `sett`, expected `use`, `def`, `set`, `factor` or `model`
# hint: did you mean `set`?
# fix: write set
modle m { }
#^^^^ FB131 error: there is no item `modle`, expected `use`, `def`, `set`, `factor` or `model`
# hint: did you mean `model`?
# fix: write model
#     ^ FB600 error: model m has no clause input, target, output, loss, train
#     hint: add: input x = panel(factors, days=40); target y = zscore(forward_return(from=1, to=11, price=vwap)); output p = dense(h, units=1); loss -corr(p, y); train { optimizer adam(learning_rate=0.005) batch 5000 }
}
# at 1-2 FB136 error: this `}` closes nothing
# hint: remove it, or open it before
# fix: remove }

factor g { from minute direction +1 value mean(ret) }
