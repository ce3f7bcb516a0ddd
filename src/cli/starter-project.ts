/** The files of a new project. */

const FACTOR = `/// 尾盘成交占比 · Share of the day's amount that is traded in the last half hour.
factor late_amount_share {
  from minute
  direction -1
  value sum(amount, window=late) / sum(amount)
}
`;

const README = `# Factors

    fullband check                                  # names, types, units, times
    fullband fmt                                    # one canonical layout
    fullband explain factors/late_amount_share.factor

Bring market data into a store, then compute:

    fullband import --list                          # the vendor formats that are known
    fullband import dolphindb-candle bars.csv --store store
    fullband compute --store store --factors factors --out values.csv
    fullband doctor                                 # what this machine computes on
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

/** Text of every file, by path in the new project. */
export function starterFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['factors/late_amount_share.factor', FACTOR],
    ['README.md', README],
    ['fullband.yaml', MARKER],
    ['.editorconfig', EDITORCONFIG],
    ['.vscode/settings.json', VSCODE],
    ['.gitignore', '/store/\n'],
  ]);
}
