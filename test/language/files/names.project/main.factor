# A name means one thing: in a file, and among the files that it uses.
use "a.factor"
use "b.factor"
#   ^^^^^^^^^^ FB211 error: a.factor and b.factor both bring two
#   hint: rename one of them, or use only one of the files

factor f { from minute direction +1 value two() + mine() }
factor f { from minute direction -1 value mine() }
#      ^ FB210 error: the name f is taken: a factor at line 5 has it
#      hint: give one of them another name

def mine() = mean(ret)
#   ^^^^ FB212 warning: mine hides the mine that b.factor brings
#   hint: give it another name
set one { f }
#   ^^^ FB212 warning: one hides the one that a.factor brings
#   hint: give it another name
