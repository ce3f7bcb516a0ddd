# SYNTAX TEST "source.fullband" "what is not finished leaves the rest readable"

factor a {
  from minute
  direction
  let x =
# ^^^ storage.type.variable.fullband
  value sum(amount, window=
# ^^^^^ keyword.other.clause.fullband
#       ^^^ entity.name.function.call.fullband
#                   ^^^^^^ variable.parameter.named-argument.fullband
}
use "open
#   ^^^^^ string.quoted.double.fullband
factor b {
# <------ storage.type.factor.fullband
#      ^ entity.name.type.factor.fullband
  from minute
# ^^^^ keyword.other.clause.fullband
}
