/** Messages about the form of items, clauses and expressions: FB130–FB199. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });

const ITEMS = '`use`, `def`, `set`, `factor` or `model`';

export const syntax = {
  expectedItem: (found: string) => error('FB130', `found ${found}, expected an item: ${ITEMS}`, 'every item begins with its keyword'),
  unknownItem: (found: string, near: string) => error('FB131', `there is no item \`${found}\`, expected ${ITEMS}`, `did you mean \`${near}\`?`),
  expectedName: (of: string, found: string) => error('FB132', `found ${found}, expected the name of ${of}`, 'a name is made of letters (Chinese ones too), digits and `_`'),
  reservedName: (word: string) => error('FB133', `\`${word}\` is reserved and cannot be a name`, 'reserved are and, or, not, true, false, missing'),
  expectedSign: (sign: string, place: string, found: string, hint: string | null = null) => error('FB134', `found ${found}, expected ${sign} ${place}`, hint ?? `add ${sign}`),
  unclosed: (opener: string, line: number, column: number, closer: string, found: string) =>
    error('FB135', `found ${found}, expected \`${closer}\`: the \`${opener}\` opened at line ${String(line)}, column ${String(column)} is not closed`, `add \`${closer}\``),
  nothingToClose: (closer: string) => error('FB136', `this \`${closer}\` closes nothing`, 'remove it, or open it before'),
  defWithoutParentheses: (name: string) => error('FB137', `def \`${name}\` has no parentheses, expected \`${name}()\``, `write \`def ${name}() = …\``),
  expectedPath: (found: string) => error('FB138', `found ${found} after \`use\`, expected a path in double quotes`, 'write for example `use "../lib/orders.factor"`'),
  unexpectedInSet: (found: string) => error('FB139', `found ${found} in a set, expected names of factors or sets, or file patterns in double quotes`, 'members are separated by commas'),

  expectedClause: (item: string, found: string, clauses: string) => error('FB140', `found ${found}, expected a clause of the ${item}: ${clauses}`, 'every clause begins with its keyword'),
  unknownClause: (item: string, found: string, near: string, clauses: string) => error('FB141', `a ${item} has no clause \`${found}\`; its clauses are ${clauses}`, `did you mean \`${near}\`?`),
  missingLet: (name: string) => error('FB142', `\`${name} =\` begins no clause, expected \`let ${name} =\``, `write \`let ${name} = …\``),
  needlessAssign: (word: string) => error('FB143', `found \`=\` after \`${word}\`, expected its value directly`, 'only let, input, target, layer and output are written with `=`'),
  expectedDirection: (found: string) => error('FB144', `found ${found} after \`direction\`, expected \`+1\` or \`-1\``, '+1: large values promise high returns; -1: small values do'),
  expectedTime: (after: string, found: string) => error('FB145', `found ${found} ${after}, expected a time of day`, 'times are written as `09:30`, ranges as `09:30..10:00`'),
  afterClause: (clause: string, found: string) => error('FB146', `found ${found} after the clause \`${clause}\`, expected the next clause or \`}\``, `remove it; ${clause} takes nothing more`),
  expectedSetting: (found: string) => error('FB147', `found ${found}, expected a setting such as \`batch 5000\` or \`}\``, 'a setting is a name and its value'),

  expectedExpression: (after: string, found: string, hint: string | null) => error('FB150', `found ${found} ${after}, expected an expression`, hint ?? 'an expression is a number, a name, a call, or something in parentheses'),
  missingOperator: (left: string, right: string, hint: string | null = null) => error('FB151', `found ${right} directly after ${left}, expected an operator between them`, hint ?? 'write an operator such as `*` between them, or begin a clause with its keyword'),
  assignInExpression: () => error('FB152', 'found `=` inside an expression, expected `==`', '`=` gives a name to something; `==` compares'),
  comparisonChain: (middle: string) => error('FB153', 'found two comparisons in a row, which do not chain', `write both and join them: \`… and ${middle} …\``),
  missingComma: (left: string, right: string) => error('FB154', `found ${right} after ${left}, expected a comma or an operator between them`, 'arguments, members and elements are separated by commas'),
  missingElement: (what: string) => error('FB155', `found a comma without ${what} before it`, 'remove the comma, or add what is missing'),
  notNeedsParentheses: (operator: string) => error('FB156', `\`not\` binds more loosely than \`${operator}\` and needs parentheses here`, 'write `(not …)`'),
  needlessPlus: () => error('FB157', 'found `+` before an operand, where it says nothing', 'remove it'),
  indexing: (index: string, name: string) => error('FB158', `found ${index} after ${name}: a series has no index`, 'the row n earlier is `prev(x, n)`, the row n later `next(x, n)`'),
  unexpectedAfterExpression: (found: string, hint: string | null) => error('FB159', `found ${found} after a complete expression`, hint ?? 'remove it, or write an operator before it'),
  foreignForm: (found: string, hint: string) => error('FB161', `${found} is a form of other languages`, hint),
  quotedName: (found: string, name: string) => error('FB162', `found ${found} in quotes, expected what it names`, `write \`${name}\`: columns, windows, times and the names of enums stand without quotes`),
  emptyParentheses: () => error('FB160', 'these parentheses hold nothing, expected an expression', 'write an expression between them, or remove them'),
} as const;
