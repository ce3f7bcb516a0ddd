/** Messages about characters, numbers, quotes and the size of a file: FB101–FB129. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });

export const lexical = {
  fileTooLarge: (found: number, limit: number) =>
    error('FB101', `the file has ${found.toLocaleString('en')} characters; at most ${limit.toLocaleString('en')} are read`, 'split it into several files and bring them together with `use`'),
  notText: () => error('FB102', 'the file is not text: it holds a NUL character', 'give a `.factor` or `.model` file in UTF-8'),
  noItems: () => error('FB103', 'the file holds no items', 'write a factor, def, set, model or use in it'),
  nestedTooDeep: (limit: number) => error('FB104', `brackets are nested more than ${String(limit)} deep`, 'give inner parts a name with `let`'),
  expressionTooLarge: (limit: number) => error('FB105', `the expression has more than ${limit.toLocaleString('en')} parts`, 'split it with `let`'),
  chainTooLong: (limit: number) => error('FB106', `the expression chains more than ${limit.toLocaleString('en')} operations one onto the other`, 'split it with `let`, or use a reduction such as `sum`'),
  clauseTooLong: (limit: number) => error('FB108', `this has more than ${limit.toLocaleString('en')} words and signs and is not read`, 'split it into several'),
  tooManyFindings: (limit: number) => error('FB107', `more than ${String(limit)} findings: the rest of the file was not looked at`, 'correct these first'),

  unreadableCharacter: (character: string, codePoint: string, hint: string | null) =>
    error('FB110', `found the character ${character} (${codePoint}), which has no meaning here`, hint ?? 'remove it'),
  unterminatedText: () => error('FB111', 'the text in quotes does not end on its line', 'close it with `"`'),
  wrongQuotes: (found: string) => error('FB112', `found ${found} as quotes, expected "`, 'text stands in double quotes'),
  foreignOperator: (found: string, expected: string) => error('FB113', `\`${found}\` is not an operator here, expected \`${expected}\``, `write \`${expected}\``),
  fullWidth: (found: string, expected: string) => error('FB114', `found the full-width \`${found}\`, expected \`${expected}\``, `write \`${expected}\``),
  needlessSeparator: (found: string) => error('FB115', `\`${found}\` has no meaning here: clauses need no separator`, 'remove it'),
  foreignComment: (found: string) => error('FB116', `\`${found}\` does not begin a comment, expected \`#\``, 'comments begin with `#`, documentation with `///`'),

  malformedNumber: (found: string, replacement: string) => error('FB117', `found \`${found}\`, expected a number such as \`${replacement}\``, `write \`${replacement}\``),
  notANumber: (found: string, hint: string) => error('FB118', `\`${found}\` is neither a number nor a name`, hint),
  numberTooLarge: (found: string) => error('FB119', `the number \`${found}\` is larger than can be held`, 'the largest is about 1.8e308; durations hold at most 10,000'),
  invalidTime: (found: string) => error('FB120', `\`${found}\` is not a time of day, expected hours 00 to 23 and minutes 00 to 59`, 'write a time as `09:30`'),
  durationUnit: (found: string, replacement: string | null) =>
    error('FB121', `\`${found}\` is not a duration, expected \`d\`, \`w\` or \`mo\` after the number`, replacement === null ? 'days are `d`, weeks `w`, months `mo`' : `write \`${replacement}\``),
} as const;
