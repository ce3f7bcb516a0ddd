/** Commands of the pages that the tests do not run, each with the reason; what they name is checked nevertheless. */

export interface Unrun {
  readonly page: RegExp;
  readonly command: RegExp;
  readonly reason: string;
  /** A full run of the tests runs it. */
  readonly inFull?: true;
}

const ANY_PAGE = /./;

export const UNRUN: readonly Unrun[] = [
  { page: ANY_PAGE, command: /^npm (ci|install|link)\b/, reason: 'installs packages over the network' },
  { page: ANY_PAGE, command: /^npm (test|run (--silent )?(lint|typecheck|quickstart|bench|ci))\b/, reason: 'is these tests, or a step of CI of its own' },
  { page: ANY_PAGE, command: /^(redis-server|sbatch|docker)\b|--queue\b/, reason: 'needs a Redis or a cluster; test/cli/commands/queue.test.ts runs such commands' },
  { page: /cluster\.md/, command: /\/data\/market|tasks\.txt/, reason: 'needs a store that machines share; test/cli/commands/queue.test.ts runs such commands' },
  { page: ANY_PAGE, command: /\brun experiments\/(quickstart|full-report)\.yaml/, reason: 'runs for minutes; npm run quickstart is a step of CI' },
  { page: /cli\.md|models\.md/, command: /\b(train|predict) /, reason: 'trains for minutes, some on days of real stocks; test/cli/commands/train.test.ts runs such commands' },
  { page: /models\.md/, command: /\bimport baostock-daily days\.parquet/, reason: 'needs days of real stocks' },
  { page: /store\.md/, command: /\bimport (dolphindb|tonglian)\S* /, reason: "needs a vendor's files; test/runtime/store imports rows of every preset" },
  { page: /simulator\.md/, command: /./, reason: 'a market of 2 million orders takes a minute', inFull: true },
  { page: /studio\.md/, command: /^npm run build:playground\b/, reason: 'simulates a market and builds a page; the tests of test/studio/page build and drive it' },
  { page: /editors\.md/, command: /^(npm run vscode|code)\b/, reason: 'packages the extension and installs it into an editor; test/editors packages it and looks into the package' },
  { page: /studio\.md/, command: /^fullband studio\b/, reason: 'runs until it is ended; test/studio asks and drives such servers' },
  { page: /tutorial\.md/, command: /\b(simulate|compute|evaluate|run|grep)\b|^npx fullband explain models/, reason: 'its market is larger than that of the other pages', inFull: true },
  { page: /add-an-operator\.md/, command: /^(npx vitest|npm run docs)\b/, reason: 'builds and tests a copy of the sources', inFull: true },
];

/** Why a command of a page is not run now, or null. */
export function whyUnrun(page: string, command: string, isFull = process.env['FULLBAND_TEST'] === 'full'): string | null {
  const entry = UNRUN.find((each) => each.page.test(page) && each.command.test(command));
  return entry === undefined || (entry.inFull === true && isFull) ? null : entry.reason;
}
