/** Reading back what a test wrote. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, systemCode } from '../store/data-error.ts';
import type { Evaluation } from './evaluation.ts';
import { FIGURE_KEYS } from './figures.ts';

/** The evaluation whole, in a folder of results. */
export const EVALUATION_FILE = 'evaluation.json';

/** The evaluation that a folder of results holds. Throws DataError for a folder without one. */
export async function readEvaluation(folder: string): Promise<Evaluation> {
  const file = join(folder, EVALUATION_FILE);
  const remedy = 'Name a folder that fullband evaluate wrote with --out.';
  let read: unknown;
  try {
    read = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new DataError({ file, found: 'text that is no JSON', expected: 'an evaluation', remedy: 'Run fullband evaluate again.' }, { cause: error });
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') throw new DataError({ file, found: 'no such file', expected: 'the results of a test', remedy }, { cause: error });
    throw error;
  }
  if (!isEvaluation(read)) throw new DataError({ file, found: 'JSON without signals that have every figure, or without their correlations', expected: 'an evaluation', remedy });
  return read;
}

/** Whether the parts are there by which one tells an evaluation from another document. */
function isEvaluation(value: unknown): value is Evaluation {
  if (typeof value !== 'object' || value === null || !('signals' in value) || !('correlations' in value)) return false;
  const { signals, correlations } = value;
  if (!Array.isArray(signals) || !Array.isArray(correlations) || correlations.length !== signals.length) return false;
  const isRow = (row: unknown): boolean => Array.isArray(row) && row.length === signals.length && row.every(isNumberOrNull);
  return signals.every(isSignal) && correlations.every(isRow);
}

function isSignal(signal: unknown): boolean {
  if (typeof signal !== 'object' || signal === null || !('name' in signal) || !('kind' in signal) || !('figures' in signal)) return false;
  const { name, kind, figures } = signal;
  if (typeof name !== 'string' || (kind !== 'factor' && kind !== 'model' && kind !== 'combination') || typeof figures !== 'object' || figures === null) return false;
  const numbers = new Map<string, unknown>(Object.entries(figures));
  return FIGURE_KEYS.every((key) => isNumberOrNull(numbers.get(key)));
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}
