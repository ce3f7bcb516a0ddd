# SYNTAX TEST "source.fullband" "words by their place"

use "lib.factor"
# <--- keyword.control.import.fullband
#   ^^^^^^^^^^^^ string.quoted.double.fullband
/// 尾盘 · documentation
# <------------------- comment.line.documentation.fullband
def value(let, n = 30%) = mean(let)
# <--- storage.type.function.fullband
#   ^^^^^ entity.name.function.fullband
#         ^^^ variable.parameter.fullband
#              ^ variable.parameter.fullband
#                  ^^^ constant.numeric.percent.fullband
#                         ^^^^ entity.name.function.call.fullband
#                              ^^^ variable.other.fullband
factor factor {
# <------ storage.type.factor.fullband
#      ^^^^^^ entity.name.type.factor.fullband
  from minute
# ^^^^ keyword.other.clause.fullband
#      ^^^^^^ entity.name.namespace.table.fullband
  direction -1
# ^^^^^^^^^ keyword.other.clause.fullband
#           ^ keyword.operator.arithmetic.fullband
#            ^ constant.numeric.fullband
  known 10:00
# ^^^^^ keyword.other.clause.fullband
#       ^^^^^ constant.numeric.time.fullband
  unit CNY/share
# ^^^^ keyword.other.clause.fullband
  let from = ret  # a comment
# ^^^ storage.type.variable.fullband
#     ^^^^ variable.other.definition.fullband
#            ^^^ variable.other.fullband
#                 ^^^^^^^^^^^ comment.line.number-sign.fullband
  let 占比 = sum(minute.amount, window=09:30..10:00, where=from < 0 and not missing)
#     ^^ variable.other.definition.fullband
#          ^^^ entity.name.function.call.fullband
#              ^^^^^^ entity.name.namespace.table.fullband
#                     ^^^^^^ variable.other.member.column.fullband
#                             ^^^^^^ variable.parameter.named-argument.fullband
#                                    ^^^^^ constant.numeric.time.fullband
#                                         ^^ keyword.operator.range.fullband
#                                                  ^^^^^ variable.parameter.named-argument.fullband
#                                                        ^^^^ variable.other.fullband
#                                                             ^ keyword.operator.comparison.fullband
#                                                                 ^^^ keyword.operator.logical.fullband
#                                                                         ^^^^^^^ constant.language.missing.fullband
  value value(占比, n=1) + mean(turnover, window=20d)
# ^^^^^ keyword.other.clause.fullband
#       ^^^^^ entity.name.function.call.fullband
#                                               ^^ constant.numeric.duration.fullband
}
# <- punctuation.section.block.end.fullband
set all { factor, "minute/*.factor" }
# <--- storage.type.set.fullband
#   ^^^ entity.name.type.set.fullband
#         ^^^^^^ entity.other.inherited-class.fullband
#                 ^^^^^^^^^^^^^^^^^ string.quoted.double.fullband
