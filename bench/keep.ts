/** Keeps a report: as results.json, and as the tables of README.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { inRepository } from './repository.ts';
import { keepReport, type Report } from './results.ts';
import { describeReport } from './table.ts';
import { describeHeadlines } from './table-headlines.ts';

type Marks = readonly [start: string, end: string];

const HEADLINES: Marks = ['<!-- headlines: written by npm run bench -- --save -->', '<!-- end of headlines -->'];
const RESULTS: Marks = ['<!-- results: written by npm run bench -- --save -->', '<!-- end of results -->'];

/** Replaces the kept report in the repository. */
export async function keep(report: Report): Promise<void> {
  const readme = inRepository('bench/README.md');
  const text = withTables(await readFile(readme, 'utf8'), report);
  await keepReport(report);
  await writeFile(readme, text);
}

/** A text with the tables of a report between its marks. Throws an Error if it lacks them. */
export function withTables(text: string, report: Report): string {
  return between(between(text, HEADLINES, describeHeadlines(report)), RESULTS, describeReport(report));
}

function between(text: string, [first, last]: Marks, content: string): string {
  const [start, end] = [text.indexOf(first), text.indexOf(last)];
  if (start < 0 || end < start) throw new Error(`bench/README.md lacks the marks ${first} and ${last}`);
  return `${text.slice(0, start + first.length)}\n\n${content}\n\n${text.slice(end)}`;
}
