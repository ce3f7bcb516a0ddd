/** Messages about experiments: FB9xx. Each names what was found, what was expected, and what to do. */
import type { Message } from '../../dsl/finding.ts';

const error = (code: string, message: string, hint: string | null): Message => ({ code, severity: 'error', message, hint });
const warning = (code: string, message: string, hint: string): Message => ({ code, severity: 'warning', message, hint });

export const experimentMessages = {
  tooLarge: (found: number, limit: number) => error('FB900', `the file has ${found.toLocaleString('en')} bytes; at most ${limit.toLocaleString('en')} are read`, 'split the experiment, or bring factors together in a set'),
  notText: () => error('FB901', 'the file is not text in UTF-8', 'write the experiment as a YAML file in UTF-8'),
  malformed: (found: string, expected: string, remedy: string) => error('FB902', `found ${found}; expected ${expected}`, remedy),
  wrong: (key: string, found: string, expected: string, remedy: string) => error('FB903', `${key}: found ${found}; expected ${expected}`, remedy),
  notSet: (path: string) => error('FB904', `--set ${path} leads nowhere: it goes by a name into a list, past its end, or into a file that is no experiment`, 'write the keys of the file with dots between them, and places in lists as numbers from 0'),
  noSuchFile: (path: string, near: string) => error('FB910', `there is no file or folder ${path}${near}; expected a path from the root of the project`, 'correct the path'),
  outside: (key: string, path: string) => error('FB911', `${key}: ${path} lies outside of the project; expected a path that stays in it`, key === 'data.store' ? 'name the store on the command line with --store DIR, or link it into the project' : 'copy it into the project, or link it there'),
  noFactor: (target: string, known: string) => error('FB912', `there is no factor ${target}; expected ${known}`, 'correct the name'),
  noModel: (target: string, known: string) => error('FB913', `there is no model ${target}; expected ${known}`, 'correct the name'),
  sameName: (kind: string, name: string, other: string) => error('FB914', `the ${kind} ${name} is there twice: ${other}`, 'a signal has the name of what makes it: rename one, or leave one out'),
  noSignal: (name: string, near: string, known: string) => error('FB920', `there is no signal ${name}${near}; expected ${known}`, 'name a model or a fusion of the experiment, or a column of a file of signals'),
  noStore: (path: string) => error('FB921', `there is no store ${path}; expected a folder with market data`, 'import data into it with `fullband import`, correct the path, or add data.simulate for a simulated market'),
  nothing: () => error('FB922', 'the experiment asks for nothing; expected factors, models or portfolios', 'add factors: [factors/…], models or portfolios'),
  order: (from: string, to: string) => error('FB923', `no date lies between from ${from} and to ${to}`, 'swap the two dates'),
  date: (key: string, found: string) => error('FB924', `${key}: there is no date ${found}`, 'write a date that exists, such as 2023-02-01'),
  reserved: (kind: string, name: string) => error('FB915', `the ${kind} is called ${name}, which means something else in files of signals`, 'choose another name'),
  unused: (key: string, why: string) => warning('FB930', `${key} says nothing: ${why}`, 'remove it'),
} as const;
