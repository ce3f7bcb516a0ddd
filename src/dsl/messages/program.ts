/** Messages of the checker about names and structure: FB25x–FB28x. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });
const warning = (code: string, message: string, hint: string): Message => ({ code, severity: 'warning', message, hint });

const meant = (near: string | null): string | null => (near === null ? null : `did you mean ${near}?`);

/** A long chain is shown by its ends. */
const chain = (names: readonly string[]): string => (names.length > 8 ? [...names.slice(0, 4), '…', ...names.slice(-3)] : names).join(' → ');

export const program = {
  /** @param def the def in which the name stands; null in the factor itself */
  unknownName: (name: string, table: string, def: string | null, near: string | null, columns: readonly string[]) =>
    error('FB250', `${name} is neither a column of ${table} nor ${def === null ? 'a let of this factor' : `a parameter of def ${def}`}`, meant(near) ?? `columns of ${table} are ${columns.join(', ')}; those of other tables are written as table.column`),
  unknownColumn: (column: string, table: string, near: string | null, columns: readonly string[]) =>
    error('FB251', `table ${table} has no column ${column}`, meant(near) ?? `its columns are ${columns.join(', ')}`),
  unknownTable: (table: string, near: string | null) => error('FB252', `there is no table ${table}; tables are minute, trade, order and daily`, meant(near) ?? 'write one of these'),
  unknownFunction: (name: string, near: string | null) => error('FB253', `${name}() is neither an operator nor a def visible here`, meant(near) ?? 'defs of other files come with: use "file.factor"'),
  unknownArgument: (argument: string, callee: string, near: string | null, signature: string) => error('FB254', `${callee} takes no argument ${argument}=`, meant(near) ?? `its form is ${signature}`),
  assignedArgument: (name: string, callee: string) => error('FB278', `${callee} takes no argument ${name}=; a comparison is written with ==`, `write ${name} == …`),
  duplicateArgument: (argument: string, callee: string) => error('FB255', `argument ${argument} of ${callee} is given twice`, 'keep one of the two'),
  /** @param operator what reduces a part of the day so; null if there is none */
  rollingFunction: (name: string, operator: string | null) => error('FB280', `${name}() rolls over the last rows, which nothing does inside the day`, `a reduction runs over a part of the day, as in ${operator ?? 'mean'}(ret, window=late); the row n earlier is prev(x, n)`),
  rollingOverDays: (name: string, instead: string) => error('FB283', `${name}() is no operator: reductions take a window of days themselves`, `write ${instead}`),
  tooManyArguments: (callee: string, wanted: number, found: number, signature: string, hint: string | null) =>
    error('FB256', `${callee} takes ${String(wanted)} positional argument${wanted === 1 ? '' : 's'}, found ${String(found)}`, hint ?? `its form is ${signature}`),
  missingArgument: (callee: string, argument: string, signature: string) => error('FB257', `${callee} lacks its argument ${argument}`, `its form is ${signature}`),
  recursion: (cycle: readonly string[]) => error('FB258', `def ${cycle[0] ?? ''} calls itself: ${chain(cycle)}`, 'a def may not recurse, neither directly nor through others'),
  duplicateLet: (name: string) => error('FB259', `let ${name} is declared twice in this factor`, 'give the second one another name'),
  unusedLet: (name: string) => warning('FB260', `let ${name} is never used`, 'remove it, or use it in value'),
  shadowsColumn: (name: string, table: string) => warning('FB261', `let ${name} hides the column ${name} of ${table}`, `rename it, or read the column as ${table}.${name}`),
  duplicateClause: (clause: string) => error('FB262', `the clause ${clause} is written twice`, 'keep one of the two'),
  missingClause: (clause: string, factor: string, example: string) => error('FB263', `factor ${factor} has no clause ${clause}`, `add: ${example}`),
  afterValue: (clause: string) => error('FB264', `${clause} stands after value, which ends a factor`, 'move it before value'),
  takenByOutput: (name: string) => error('FB281', `factor ${name} has the name of a column that every output has: date, symbol`, 'give it another name'),
  badDirection: (found: number) => error('FB265', `direction is +1 or -1, found ${String(found)}`, '+1: large values promise high returns; -1: small values do'),
  unusedParameter: (name: string, def: string) => warning('FB266', `parameter ${name} of def ${def} is never used`, 'remove it'),
  letInDef: (name: string, def: string) => error('FB267', `${name} is a let of the calling factor; def ${def} does not see it`, `give ${def} a parameter for it`),
  factorAsValue: (name: string) => error('FB268', `${name} is a factor; a factor's expression cannot read another factor`, 'share the expression through a def'),
  unknownEnum: (name: string, kind: string, values: readonly string[], near: string | null) => error('FB269', `${name} is no ${kind}; expected ${values.join(', ')}`, meant(near) ?? 'write one of these'),
  duplicateParameter: (name: string, def: string) => error('FB270', `def ${def} has two parameters named ${name}`, 'give one of them another name'),
  useNeedsParentheses: (name: string, kind: 'a def' | 'an operator', form: string) => error('FB271', `${name} is ${kind}: it is called with parentheses`, `write ${form}`),
  tableAsValue: (name: string, column: string) => error('FB279', `${name} is a table, expected one of its columns`, `write for example ${name}.${column}`),
  columnCalled: (name: string) => error('FB272', `${name} is not a function`, `write ${name} without parentheses`),
  parameterHidesColumn: (name: string, def: string, table: string) => warning('FB273', `parameter ${name} of def ${def} hides the column ${name} of ${table}`, 'give it another name'),
  letBelow: (name: string) => error('FB274', `let ${name} has no value here yet`, 'a let is read after its own clause; move that clause up'),
  misplacedEnum: (name: string, column: string) => error('FB275', `${name} is a name of ${column}, which has no meaning on its own`, `compare it with the column: ${column} == ${name}`),
  misplacedWindow: (name: string) => error('FB276', `${name} is a window, expected a value`, 'windows stand after window= in a reduction'),
  hidesOperator: (name: string) => warning('FB277', `def ${name} hides the operator ${name}`, 'give it another name'),
} as const;
