/** Messages about files and the names they bring: FB201–FB249. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });
const warning = (code: string, message: string, hint: string): Message => ({ code, severity: 'warning', message, hint });

const meant = (near: string | null): string | null => (near === null ? null : `did you mean "${near}"?`);
const list = (names: readonly string[]): string => (names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${String(names.length - 3)} more` : names.join(', '));

export const names = {
  missingFile: (path: string, near: string | null) => error('FB201', `there is no file ${path}`, meant(near) ?? 'paths are relative to the file that names them'),
  outsideProject: (path: string) => error('FB202', `the path ${path} leaves the project`, 'only files below the project folder can be used; copy it there'),
  absolutePath: (path: string) => error('FB203', `the path ${path} is absolute, expected one relative to this file`, 'write for example "../lib/orders.factor"'),
  unreadableFile: (path: string, problem: 'binary' | 'too-large') =>
    error('FB204', problem === 'binary' ? `${path} is not text in UTF-8` : `${path} is larger than 1 MiB`, problem === 'binary' ? 'save it as UTF-8' : 'split it into several files'),
  notSource: (path: string) => error('FB205', `${path} is neither a .factor nor a .model file`, 'sources are named NAME.factor or NAME.model'),
  backslash: (path: string, expected: string) => error('FB206', `the path ${path} is written with \\, expected /`, `write "${expected}"`),
  useCycle: (chain: readonly string[]) => error('FB207', `these files use each other in a circle: ${chain.join(' → ')}`, 'move what they share into a file that uses none of them'),
  usedTwice: (path: string) => warning('FB208', `${path} is used twice`, 'remove this one'),
  unusedUse: (path: string) => warning('FB209', `nothing of ${path} is used here`, 'remove this line'),

  duplicateName: (name: string, kind: string, line: number) => error('FB210', `the name ${name} is taken: a ${kind} at line ${String(line)} has it`, 'give one of them another name'),
  ambiguousName: (shared: readonly string[], first: string, second: string) =>
    error('FB211', `${first} and ${second} both bring ${list(shared)}`, 'rename one of them, or use only one of the files'),
  shadowsUsed: (name: string, path: string) => warning('FB212', `${name} hides the ${name} that ${path} brings`, 'give it another name'),

  sameButForCase: (name: string, other: string, where: string) => error('FB213', `factor ${name} differs from ${other} (${where}) in upper and lower case only`, 'rename one of them: columns of an output do not tell upper from lower case'),
  sameButForCaseElsewhere: (name: string, other: string, path: string) =>
    warning('FB214', `factor ${name} differs from ${other} of ${path} in upper and lower case only`, 'rename one of them, or never compute both at once: columns of an output do not tell upper from lower case'),

  unknownMember: (name: string, near: string | null) => error('FB220', `there is no factor or set ${name} here`, near === null ? 'bring it with `use`, or name its file in quotes' : `did you mean ${near}?`),
  wrongMember: (name: string, kind: string) => error('FB221', `${name} is a ${kind}, expected a factor or a set`, 'a set holds factors, other sets and file patterns in quotes'),
  emptyPattern: (pattern: string, near: string | null) => error('FB222', `no .factor file matches "${pattern}"`, meant(near) ?? '`*` stands for any part of a name, `**` for any folders; patterns are relative to this file'),
  setCycle: (chain: readonly string[]) => error('FB223', `these sets hold each other in a circle: ${chain.join(' → ')}`, 'remove one of the memberships'),
  repeatedMember: (name: string) => warning('FB224', `${name} is in this set already`, 'remove this one'),
  emptySet: (name: string) => warning('FB225', `the set ${name} holds nothing`, 'name its factors, or files in quotes'),
  sameNameInSet: (name: string, first: string, second: string) => error('FB226', `two factors named ${name} are in this set, from ${first} and ${second}`, 'rename one of them: values are stored under their name'),
  sameButForCaseInSet: (first: string, second: string) => error('FB227', `the factors ${first} and ${second} of this set differ in upper and lower case only`, 'rename one of them: columns of an output do not tell upper from lower case'),
} as const;
