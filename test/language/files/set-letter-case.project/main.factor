use "other.factor"
factor late_ret { from minute direction +1 value mean(ret) }
set both { late_ret, Late_Ret }
#   ^^^^ FB227 error: the factors late_ret and Late_Ret of this set differ in upper and lower case only
#   hint: rename one of them: columns of an output do not tell upper from lower case
