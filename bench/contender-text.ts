/** Text to kernels: how long the language itself takes. */
import type { Contender } from './contender.ts';
import { MINUTE_FACTORS } from './factor-table.ts';
import { peakRssMib, timesOf } from './measure.ts';
import { factorPath, inRepository } from './repository.ts';

const NOTHING = { values: null, recomputed: null, device: null } as const;

/**
 * From nothing to the kernel sources of all 15 factors, once, in a process that has loaded none of the language: loading it, reading the
 * files, checking, compiling. Node's own start is not in it.
 */
export const textToKernels: Contender = async () => {
  const start = performance.now();
  const [{ loadProject }, { checkProject }, { compile }, { openProjectReader }] = await Promise.all([
    import('../src/dsl/load-project.ts'),
    import('../src/dsl/check.ts'),
    import('../src/compiler/compile.ts'),
    import('../src/runtime/project-reader.ts'),
  ]);
  const loaded = performance.now();
  const { factors } = checkProject(loadProject(MINUTE_FACTORS.map(factorPath), openProjectReader(inRepository())));
  const { program } = compile(factors);
  const end = performance.now();
  if (program?.plan.outputs.length !== MINUTE_FACTORS.length) throw new Error('not every factor was compiled');
  return { ...NOTHING, times: { all: [end - start], loading: [loaded - start], compiling: [end - loaded] }, peakRssMib: peakRssMib() };
};

/** Reading and checking one factor file again and again, as an editor does; each of the 15 files in turn. */
export const checkOneFile: Contender = async ({ warmups }) => {
  const [{ loadProject }, { checkProject }, { openProjectReader }] = await Promise.all([
    import('../src/dsl/load-project.ts'),
    import('../src/dsl/check.ts'),
    import('../src/runtime/project-reader.ts'),
  ]);
  const reader = openProjectReader(inRepository());
  let file = 0;
  const all = await timesOf(
    () => {
      const { factors } = checkProject(loadProject([factorPath(MINUTE_FACTORS[file++ % MINUTE_FACTORS.length] ?? '')], reader));
      if (factors.length !== 1) throw new Error('a file did not check');
    },
    { runs: 4 * MINUTE_FACTORS.length, warmups: warmups * MINUTE_FACTORS.length },
  );
  return { ...NOTHING, times: { all }, peakRssMib: peakRssMib() };
};
