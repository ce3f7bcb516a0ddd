/** `PATH` means every factor of a file or folder, `FILE#NAME` one factor of a file. */
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { nearest } from '../dsl/nearest.ts';
import type { CheckedFactor } from '../dsl/typed.ts';
import { FindingsReported, UsageError } from './exit.ts';
import { type LocatedFactor, checkSources, countFindings, describeFindings } from './project-check.ts';
import type { Session } from './session.ts';

/**
 * Checks what the targets name and returns the factors, in the order of the targets. Warnings are said; errors are said and end the command.
 * Throws UsageError if a target names no factor.
 */
export function checkTargets(targets: readonly string[], { terminal, currentFolder }: Session): readonly CheckedFactor[] {
  const parsed = targets.map((target) => parseTarget(target, currentFolder));
  const { findings, factors } = checkSources(
    parsed.map(({ path }) => path),
    currentFolder,
  );
  if (findings.length > 0) terminal.say(describeFindings(findings, terminal.errorColors));
  if (findings.some(({ json }) => json.severity === 'error')) {
    terminal.say(`Stopped: ${countFindings(findings)}.`);
    throw new FindingsReported();
  }
  const chosen = new Set<CheckedFactor>();
  for (const target of parsed) {
    for (const factor of factorsOf(target, factors, currentFolder)) chosen.add(factor);
  }
  return [...chosen];
}

interface Target {
  readonly path: string;
  /** Null for all. */
  readonly name: string | null;
}

function parseTarget(text: string, currentFolder: string): Target {
  const mark = text.lastIndexOf('#');
  // `#` may be part of a path.
  if (mark < 0 || existsSync(resolve(currentFolder, text))) return { path: text, name: null };
  return { path: text.slice(0, mark), name: text.slice(mark + 1) };
}

function factorsOf({ path, name }: Target, factors: readonly LocatedFactor[], currentFolder: string): readonly CheckedFactor[] {
  const absolute = resolve(currentFolder, path);
  const inside = factors.filter(({ file }) => file === absolute || file.startsWith(absolute + sep)).map(({ factor }) => factor);
  const chosen = name === null ? inside : inside.filter((factor) => factor.name === name);
  if (chosen.length > 0) return chosen;
  if (name === null) throw new UsageError(`No factor in ${path}.`);
  const names = inside.map((factor) => factor.name);
  const match = nearest(name, names);
  const known = match === null ? (names.length === 0 ? 'it holds none' : `it holds ${names.join(', ')}`) : `did you mean ${match}?`;
  throw new UsageError(`No factor ${name} in ${path} (${known}).`);
}
