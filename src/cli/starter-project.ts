/** The files of a new project. */

const FACTOR = `/// 尾盘成交占比 · Share of the day's amount that is traded in the last half hour.
factor late_amount_share {
  from minute
  direction -1
  value sum(amount, window=late) / sum(amount)
}
`;

const EXPERIMENT = `# yaml-language-server: $schema=../node_modules/fullband/dist/runtime/experiment/experiment.schema.json
# Tests the factors of this project on a small simulated market. With data of your own: import them, name their folder as the store, and take simulate out.
name: first
title: The first factors
data:
  store: simulated
  simulate: { stocks: 30, days: 60, ordersPerStock: 200 }
factors: [factors]
`;

const README = `# Factors

Once, to get the command (it is linked from the folder that package.json names):

    npm install

Look at the factor, then compute it for the sample market that comes with fullband:

    npx fullband check                              # names, types, units, times
    npx fullband fmt                                # one canonical layout
    npx fullband explain factors/late_amount_share.factor
    cp -r node_modules/fullband/samples/store store
    npx fullband compute --store store --factors factors --out values.csv

Test it, on a market that is simulated first; the report is runs/first/report.html:

    npx fullband run experiments/first.yaml

With market data of your own, start from an empty folder instead of the copy:

    npx fullband import --list                      # the vendor formats that are known
    npx fullband import PRESET FILE --store store
    npx fullband bars --store store                 # only if the files hold executions
    npx fullband doctor                             # what this machine computes on

The language is explained in node_modules/fullband/docs/language.md. Models that learn from factors and bars are .model files in a folder
models/: node_modules/fullband/docs/models-language.md begins with one. What an experiment may say, up to portfolios, is in node_modules/fullband/docs/experiments.md.
`;

const MARKER = `# This file marks the root of a project: \`use\` paths are read below it and never leave it.
`;

const EDITORCONFIG = `root = true

[*]
charset = utf-8
end_of_line = lf
indent_style = space
indent_size = 2
insert_final_newline = true
trim_trailing_whitespace = true
`;

const VSCODE = `{
  "files.encoding": "utf8",
  "files.eol": "\\n",
  "files.insertFinalNewline": true,
  "[plaintext]": { "editor.tabSize": 2, "editor.insertSpaces": true }
}
`;

/** The file that a project may have already; then it stays as it is. */
export const MANIFEST = 'package.json';

/**
 * Text of every file, by path in the new project. `name` is the project's, `program` where fullband lies as package.json writes it: a
 * path from the project, with `/`.
 */
export function starterFiles(name: string, program: string): ReadonlyMap<string, string> {
  const manifest = {
    name,
    private: true,
    type: 'module',
    scripts: { check: 'fullband check', test: 'fullband check && fullband fmt --check' },
    devDependencies: { fullband: `file:${program}` },
  };
  return new Map([
    ['factors/late_amount_share.factor', FACTOR],
    ['experiments/first.yaml', EXPERIMENT],
    [MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`],
    // fullband is built already where it is linked from.
    ['.npmrc', 'ignore-scripts=true\n'],
    ['README.md', README],
    ['fullband.yaml', MARKER],
    ['.editorconfig', EDITORCONFIG],
    ['.vscode/settings.json', VSCODE],
    ['.gitignore', '/node_modules/\n/store/\n/simulated/\n/runs/\n'],
  ]);
}

/** A name that npm accepts, from that of a folder. */
export function packageName(folder: string): string {
  const name = folder.toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[._-]+|-+$/g, '');
  return name === '' || name === 'fullband' ? 'my-factors' : name;
}
