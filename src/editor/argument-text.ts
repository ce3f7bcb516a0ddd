/** What the arguments of operators and of functions of models take. */
import type { ModelFunction, ModelSetting } from '../dsl/catalogue/model/index.ts';
import type { Operator } from '../dsl/catalogue/operator.ts';
import { WINDOW_NAMES } from '../dsl/check/windows.ts';
import { TABLES } from '../dsl/tables.ts';

/** What an argument takes, one sentence; empty for one that the callee does not have. */
export function argumentText(callee: Operator | ModelFunction, name: string): string {
  return 'inputs' in callee ? modelArgument(callee, name) : operatorArgument(callee, name);
}

function operatorArgument({ arguments: args, parameters, keys }: Operator, name: string): string {
  const argument = args.find((each) => each.name === name);
  if (argument !== undefined) return argument.accepts === 'boolean' ? 'A condition, 条件.' : argument.accepts === 'any' ? 'A number or a condition.' : 'A number, 数值.';
  const parameter = parameters.find((each) => each.name === name);
  if (parameter !== undefined) return `A written number from ${String(parameter.range[0])} to ${String(parameter.range[1])}${parameter.default === null ? '' : `; default ${String(parameter.default)}`}.`;
  switch (name) {
    case 'window':
      return `A part of the day, 时段: ${WINDOW_NAMES.join(', ')}, or a time range such as 09:30..10:00; over days a number of them such as 20d.`;
    case 'where':
      return 'A condition of the same rows: the others are left out, 筛选条件.';
    case 'by':
      return `One row for each key, 分组: ${(keys ?? ['minute', ...[...TABLES.values()].flatMap((table) => table.keys)]).join(', ')}.`;
    default:
      return '';
  }
}

function modelArgument({ inputs, settings, many }: ModelFunction, name: string): string {
  if (inputs.includes(name)) return 'A value, 输入.';
  if (many === true && name === '…') return 'More values of the same kind.';
  const setting = settings.find((each) => each.name === name);
  return setting === undefined ? '' : settingText(setting);
}

function settingText({ form, range, choices, default: usual }: ModelSetting): string {
  const what = choices !== undefined ? `${form === 'list' ? 'Some' : 'One'} of ${choices.join(', ')}` : `A number${range === undefined ? '' : ` from ${String(range[0])} to ${String(range[1])}`}`;
  return `${what}${usual === null ? '' : `; default ${String(usual)}`}.`;
}
