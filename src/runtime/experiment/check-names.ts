/** What an experiment names beside its sources: the store, and signals, which are there once and are there at all. */
import { existsSync, statSync } from 'node:fs';
import { factorKey } from '../../dsl/check.ts';
import { DataError } from '../store/data-error.ts';
import { didYouMean } from '../store/nearest.ts';
import { SIMULATED } from '../store/simulated-store.ts';
import type { Experiment } from './experiment.ts';
import { experimentMessages as messages } from './messages.ts';
import { onDisk, staysIn, type ExperimentSources, type Say } from './sources.ts';

/** A folder with one of these is a store. */
export const STORE_TABLES: readonly string[] = ['daily', 'minute', 'trade', 'order'];

/** @param isTyped the user has typed the store, which then may lie anywhere; throws DataError for one that is none, for which no line of the file is to blame */
export function requireStore({ data }: Experiment, root: string, store: string, { isTyped, needsData }: { readonly isTyped: boolean; readonly needsData: boolean }, say: Say): void {
  const isFolder = existsSync(store) && statSync(store).isDirectory();
  const hasTables = isFolder && STORE_TABLES.some((table) => existsSync(`${store}/${table}`));
  if (!isTyped && !staysIn(root, data.store)) say(['data', 'store'], messages.outside('data.store', data.store));
  else if ((existsSync(store) && !isFolder) || (needsData && data.simulate === null && !hasTables)) {
    if (isTyped) throw noTypedStore(store, isFolder, data.simulate !== null);
    say(['data', 'store'], messages.noStore(data.store));
  } else if (data.simulate !== null && existsSync(`${store}/daily`) && !existsSync(`${store}/${SIMULATED}`)) {
    say(['data', 'simulate'], messages.wrong('data.simulate', `real data in ${data.store}`, 'a store of its own for a simulated market', `Name another folder ${isTyped ? 'with --store' : 'in data.store'}, or leave data.simulate out.`));
  }
}

function noTypedStore(store: string, isFolder: boolean, isSimulated: boolean): DataError {
  return new DataError({
    file: store,
    found: `${isFolder ? 'a folder without market data' : existsSync(store) ? 'a file' : 'no such folder'}, named by --store`,
    expected: isSimulated ? 'a folder, or none yet, for a simulated market' : 'the folder of a store',
    remedy: isSimulated ? 'Correct --store.' : 'Correct --store, or import data into it with `fullband import`.',
  });
}

/** Columns of files of signals that are none. */
const KEYS: readonly string[] = ['date', 'symbol'];
/** Sums of the factors, which a test has under these names. */
const SUMS: readonly string[] = ['equal_weight', 'icir_weight'];

/** Names of signals are there once, and what is named is there. */
export function requireSignals({ fusion, portfolios, tests }: Experiment, root: string, { factors, models }: ExperimentSources, needsData: boolean, say: Say): void {
  const names = models.map(({ model }) => model.name);
  const twice = (list: readonly string[]): string | undefined => list.find((name, i) => list.indexOf(name) !== i);
  const model = twice(names);
  if (model !== undefined) say(['models'], messages.sameName('model', model, models.filter((each) => each.model.name === model).map((each) => each.model.path).join(' and ')));
  const factor = twice(factors.map(({ name }) => name));
  if (factor !== undefined) say(['factors'], messages.sameName('factor', factor, factors.filter(({ name }) => name === factor).map(({ path, name }) => factorKey(path, name)).join(' and ')));
  for (const { name, models: of } of fusion) {
    for (const { name: part } of of) if (models.length > 0 && !names.includes(part)) say(['fusion', name, part], messages.noSignal(part, didYouMean(part, names), `one of the models ${names.join(', ')}`));
    const other = [...names, ...(tests.factors === null ? [] : SUMS)].find((each) => each.toLowerCase() === name.toLowerCase());
    if (other !== undefined) say(['fusion', name], messages.sameName('signal', name, SUMS.includes(other) ? 'a fusion, and a sum of the factors' : `the model ${other} and a fusion`));
    if (KEYS.includes(name.toLowerCase())) say(['fusion', name], messages.reserved('fusion', name));
  }
  for (const name of names) if (KEYS.includes(name.toLowerCase())) say(['models'], messages.reserved('model', name));
  const fused = fusion.map(({ name }) => name);
  const alike = fused.find((name, i) => fused.findIndex((each) => each.toLowerCase() === name.toLowerCase()) < i);
  if (alike !== undefined) say(['fusion', alike], messages.sameName('fusion', alike, 'names that differ in capitals alone are columns of one name'));
  // Without models there is nothing to fuse.
  const known = [...names, ...(models.length === 0 ? [] : fused)];
  for (const { name, signals, variants } of portfolios) {
    const signal = variants[0]?.settings.signal ?? '';
    if (signals !== null) {
      if (!staysIn(root, signals)) say(['portfolios', name, 'signals'], messages.outside(`portfolios.${name}.signals`, signals));
      else if (!/\.(?:parquet|csv|json)$/i.test(signals)) say(['portfolios', name, 'signals'], messages.wrong(`portfolios.${name}.signals`, JSON.stringify(signals), 'a file of signals: .parquet, .csv or .json', 'Name it by its format.'));
      else if (needsData && !(existsSync(onDisk(root, signals)) && statSync(onDisk(root, signals)).isFile())) say(['portfolios', name, 'signals'], messages.noSuchFile(signals, ''));
    } else if (!known.includes(signal)) say(['portfolios', name, 'signal'], messages.noSignal(signal, didYouMean(signal, known), known.length === 0 ? 'models, or a file of signals' : `one of ${known.join(', ')}`));
  }
  const { screen } = tests;
  if (screen !== null && typeof screen.correlation !== 'number') {
    const { correlation } = screen;
    const without = factors.find(({ table }) => !correlation.has(table));
    if (without !== undefined) say(['tests', 'screen', 'correlation'], messages.wrong('tests.screen.correlation', `nothing for ${without.table}, which ${without.name} reads`, `a share for ${without.table}, such as 60%`, 'Add it.'));
  }
}
