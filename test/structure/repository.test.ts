import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, importsOf, parseSource, sourceFiles } from '../support/sources.ts';

const EXACT = /^(?:npm:.+@)?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.fullband', 'package-lock.json']);
const BINARY = /\.(?:parquet|png|gz|ico|woff2?)$/;

/** Files of the project: what git knows or would add; outside a repository everything that is not generated. */
function projectFiles(): readonly string[] {
  if (existsSync(join(ROOT, '.git'))) {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' });
    return listed.split('\0').filter((path) => path !== '' && path !== 'package-lock.json' && existsSync(join(ROOT, path)));
  }
  return readdirSync(ROOT)
    .filter((name) => !NOT_OURS.has(name))
    .flatMap((name) => {
      if (!statSync(join(ROOT, name)).isDirectory()) return [name];
      return readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' }).map((below) => join(name, below));
    })
    .filter((path) => statSync(join(ROOT, path)).isFile());
}

/** Every version that package.json names, as `name version`. */
function versionsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, version]) => (typeof version === 'string' ? [`${name} ${version}`] : versionsIn(version)));
}

describe('repository', () => {
  test('no source file has more than 400 lines', () => {
    const long = [...sourceFiles('src'), ...sourceFiles('bench')]
      .map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  test('package.json names exact versions only', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
    const versions = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'].flatMap((key) => versionsIn(manifest[key]));
    expect(versions.length).toBeGreaterThan(10);
    expect(versions.filter((entry) => !EXACT.test(entry.slice(entry.indexOf(' ') + 1)))).toEqual([]);
  });

  test('every package that the sources import is a dependency of its own', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
    const packagesOf = (paths: readonly string[]): readonly string[] => {
      const imported = new Set(paths.flatMap((path) => importsOf(parseSource(path))));
      return [...imported].filter((name) => !name.startsWith('src/') && !name.startsWith('node:')).map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    };
    const [page, others] = [sourceFiles('src/studio/page'), sourceFiles('src').filter((path) => !path.startsWith('src/studio/page/'))];
    expect(packagesOf(others)).toContain('gpu.js');
    expect(packagesOf(others).filter((name) => dependencies[name] === undefined)).toEqual([]);
    // The page is built when the program is: what it is built from need not be there when it runs.
    expect(packagesOf(page)).toContain('@codemirror/view');
    expect(packagesOf(page).filter((name) => dependencies[name] === undefined && devDependencies[name] === undefined)).toEqual([]);
  });

  test("no file names a folder of somebody's machine", () => {
    // In brackets, so that this line does not find itself.
    const machine = /\/[h]ome\/\w|\/[U]sers\/\w|\/[w]ork\/|\/[r]oot\/\w|[A-Z]:\\+[U]sers/;
    const named = projectFiles()
      .filter((path) => !BINARY.test(path))
      .flatMap((path) =>
        readFileSync(join(ROOT, path), 'utf8')
          .split('\n')
          .flatMap((line, index) => (machine.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])),
      );
    expect(named).toEqual([]);
  });

  test('no test is singled out or left to be written', () => {
    const words = ['todo', 'only'].join('|');
    const marked = sourceFiles('test').filter((path) =>
      new RegExp(`\\b(?:it|test|describe)\\.(?:${words})\\(`).test(readFileSync(join(ROOT, path), 'utf8')),
    );
    expect(marked).toEqual([]);
  });
});
