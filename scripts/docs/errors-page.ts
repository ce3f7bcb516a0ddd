/** The page of findings, from the messages of the checks. */
import { messageTemplates, type MessageTemplate } from './message-templates.ts';

/** Heading and introduction by the hundreds of the code. */
const GROUPS: Readonly<Record<string, readonly [heading: string, introduction: string]>> = {
  1: ['Text and form', 'The file cannot be read as written. The rest of it is still checked, so one run shows the mistakes of the whole file.'],
  2: ['Names and files', 'Something is named that is not there, or named twice, or never used.'],
  3: ['Rows and types', 'A number stands where a condition is expected, a series where one value is, or rows of one table meet rows of another.'],
  4: ['Units', 'Unlike units are added or compared, or a value has another unit than its factor says.'],
  5: ['Time', 'A value is known later than promised, or looks into the future.'],
  6: ['Models', 'Shapes and clauses of models.'],
  7: ['Size', 'A program larger than fullband accepts.'],
  8: ['Data', 'A step needs data that the store does not have. Such a finding has a table of the store for a place, such as `store/daily`, and stops the command with the exit code 3; all of them are said at once.'],
  9: ['Experiments', 'What an [experiment](experiments.md) says, and what it names. `run` and `check` say all of it at once and exit with 3; warnings do not keep an experiment from running.'],
};

function cell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function row({ code, severity, message, hint }: MessageTemplate): string {
  return `| ${code} | ${severity === 'warning' ? 'warning: ' : ''}${cell(message)} | ${cell(hint === '‹hint›' ? 'depends on what was found' : (hint ?? ''))} |`;
}

/** The whole page, for the sources below a root. Throws an Error for a code outside the groups. */
export function errorsPage(root: string): string {
  const templates = messageTemplates(root);
  const groups = [...new Set(templates.map(({ code }) => code.charAt(2)))];
  return [
    '# Findings',
    '',
    '<!-- Generated from the messages (src/dsl/messages, src/runtime/evaluate/data-findings.ts for FB8xx, src/runtime/experiment/messages.ts for FB9xx) by `npm run docs`; change them there. -->',
    '',
    'What `fullband check` and the other commands may say about a `.factor` or `.model` file, in FB8xx about the data of a step and in FB9xx about an experiment. A finding has a code that stays the same, the place in the text, what was',
    'found and expected, and a hint; where the hint is one certain change, editors can apply it. Words in ‹…› stand for what was found; *or* separates what is',
    'said in different cases. Errors stop `compute` and `explain`; warnings do not. `check` exits with 3 for either.',
    '',
    'Bad data (files, rows, mappings) has no codes and exits with 1: such an error names the file and the row, what was found, what was expected and what to do. See [the store](store.md).',
    ...groups.flatMap((group) => {
      const [heading, introduction] = GROUPS[group] ?? [];
      if (heading === undefined || introduction === undefined) throw new Error(`the page has no heading for FB${group}xx`);
      const rows = templates.filter(({ code }) => code.charAt(2) === group).map(row);
      return ['', `## FB${group}xx: ${heading}`, '', introduction, '', '| code | finding | what to do |', '| --- | --- | --- |', ...rows];
    }),
    '',
  ]
    .join('\n')
    .replaceAll(', or: ', ', *or* ');
}
