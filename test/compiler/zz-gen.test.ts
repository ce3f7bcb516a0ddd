import { test } from 'vitest';
import { randomFactors } from '../support/random-programs.ts';
import { withBackend } from '../support/engines.ts';
import { describeFailure, failuresOf } from '../support/random-agreement.ts';
const from=+(process.env.FROM??0), to=+(process.env.TO??10), STOCKS=+(process.env.STOCKS??56), PER=12;
test('g', async () => {
  let bad=0;
  for (let seed=from; seed<to; seed++) {
    const fs=randomFactors(seed, PER, +(process.env.DEPTH??4));
    for (const name of (process.env.ENGINES??'webasm').split(',')) await withBackend(name as any, async (backend)=>{
      for (const f of await failuresOf(fs, backend, seed*STOCKS, STOCKS)) { bad++; console.log('BAD', name, seed, await describeFailure(f, backend)); }
    });
  }
  console.log({bad, n:(to-from)*PER});
},600000);
