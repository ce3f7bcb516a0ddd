/** Program that solves the sections of a generated market, in a process of its own: `node solve-sections.js STOCKS SEED SETTINGS`; it prints its answer as JSON. */
import loadHighs from 'highs';
import { Optimiser } from '../src/runtime/portfolio/optimise.ts';
import type { PortfolioProblem } from '../src/runtime/portfolio/problem.ts';
import { SolveSections } from './data-solve.ts';
import { peakRssMib } from './measure.ts';
import type { SolveAnswer, SolveSettings } from './solve-contenders.ts';
import { problemText } from './solve-text.ts';

/** A portfolio's expected return, and whether it keeps all limits. */
interface Solved {
  readonly expected: number;
  readonly isRelaxed: boolean;
}

type Solve = (problem: PortfolioProblem) => Promise<readonly [milliseconds: number, Solved]>;

const [, , stocks = '', seed = '', settings = ''] = process.argv;
const { way, sections } = JSON.parse(settings) as SolveSettings;
const [first, ...problems] = await makeProblems();
const solve = await { warm, cold, text }[way]();
const times: number[] = [];
const expected: number[] = [];
let relaxed = 0;
for (const problem of problems) {
  const [milliseconds, solved] = await solve(problem);
  times.push(milliseconds);
  expected.push(solved.expected);
  if (solved.isRelaxed) relaxed++;
}
const answer: SolveAnswer = { times, expected, relaxed, peakRssMib: peakRssMib() };
process.stdout.write(JSON.stringify(answer));

/** The same problems for all: each holds what an optimiser, started anew, has found for the one before. One more than is timed comes first. */
async function makeProblems(): Promise<readonly PortfolioProblem[]> {
  const market = new SolveSections({ stocks: Number(stocks), seed: Number(seed) });
  const made: PortfolioProblem[] = [];
  let aimed: Float64Array | null = null;
  while (made.length <= sections) {
    const problem: PortfolioProblem = market.next(aimed);
    made.push(problem);
    aimed = await withOptimiser((optimiser) => optimiser.solve(problem).weights);
  }
  return made;
}

async function withOptimiser<T>(work: (optimiser: Optimiser) => T): Promise<T> {
  const optimiser = await Optimiser.open();
  try {
    return work(optimiser);
  } finally {
    optimiser.close();
  }
}

function timed(optimiser: Optimiser, problem: PortfolioProblem): readonly [number, Solved] {
  const start = performance.now();
  const { expected: found, relaxed: given } = optimiser.solve(problem);
  return [performance.now() - start, { expected: found, isRelaxed: given.length > 0 }];
}

async function warm(): Promise<Solve> {
  const optimiser = await Optimiser.open();
  if (first !== undefined) optimiser.solve(first);
  return (problem) => Promise.resolve(timed(optimiser, problem));
}

/** Opening the solver, once for a backtest, is not timed. */
function cold(): Promise<Solve> {
  return Promise.resolve((problem) => withOptimiser((optimiser) => timed(optimiser, problem)));
}

/** To write the text is part of it. */
async function text(): Promise<Solve> {
  const highs = await loadHighs();
  return (problem) => {
    const start = performance.now();
    const { Status, ObjectiveValue } = highs.solve(problemText(problem), { primal_feasibility_tolerance: 1e-9, dual_feasibility_tolerance: 1e-9 });
    return Promise.resolve([performance.now() - start, { expected: ObjectiveValue, isRelaxed: Status !== 'Optimal' }]);
  };
}
