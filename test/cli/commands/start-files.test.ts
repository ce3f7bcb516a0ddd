/** How many files the start of a command waits for. */
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../support/sources.ts';

const BUILT = join(ROOT, 'dist');

/** Built files that a built file loads at its start, itself among them, by their paths below dist. */
function loadedWith(path: string): readonly string[] {
  const found = new Set([join(BUILT, path)]);
  for (const file of found) {
    for (const [, imported = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?["'](\.[^"']*)["'];$/gm)) found.add(join(file, '..', imported));
  }
  return [...found].map((file) => relative(BUILT, file).replaceAll(sep, '/')).sort();
}

describe('the start of a command', () => {
  test('loads the command line as one file, and no language, compiler or store', () => {
    expect(loadedWith('cli/main.js')).toEqual(['cli/main.js', 'cli/program.js', 'dsl/basics.js', 'rolldown-runtime.js', 'runtime/basics.js']);
  });

  test('loads the language as one file where it checks', () => {
    const loaded = loadedWith('cli/project-check.lazy.js');
    expect(loaded.filter((path) => path.startsWith('dsl/'))).toEqual(['dsl/basics.js', 'dsl/language.js']);
    expect(loaded.length).toBeLessThan(15);
  });

  test('loads nothing of the command line where fullband is a library', () => {
    expect(loadedWith('index.js').filter((path) => path.startsWith('cli/'))).toEqual([]);
  });
});
