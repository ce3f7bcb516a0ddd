import { test } from 'vitest';
import { programOfValues } from '../support/programs.ts';
import { withBackend, referenceValues, valuesOn } from '../support/engines.ts';
import { disagreements } from '../support/agreement.ts';
import { hurtingMinuteData, HURTING_KINDS } from '../oracle/hurting-days.ts';
test('a', async () => {
  const v=['count(diff(close) > prev(diff(close)))','count(diff(close) == prev(diff(close)))','sum(sign(diff(diff(close))))','std(diff(diff(close)))/mean(close)','count(high - low == close - open)','count(high - close > open - low)','count(lesser(high - close, open - low) > 0)','sum(sign((high - low) - abs(close - open)))', 'corr(diff(diff(close)), ret)', 'count(abs(diff(close)) >= abs(prev(diff(close))))','count(close + open > high + low)','count(close - open > mean(close - open))','skew(diff(diff(close)))'];
  const p=programOfValues(...v);
  const data=hurtingMinuteData(270,0);
  const ref=await referenceValues(p,data);
  await withBackend('webasm', async b=>{ const got=await valuesOn(b,p,data); const d=disagreements(got,ref);
   const by:any={}; for(const x of d){ (by[v[x.factor]!]??=[]).push(HURTING_KINDS[x.stock%HURTING_KINDS.length]+` ${x.actual}/${x.expected}`);} for(const k in by) console.log(k,by[k].length,by[k].slice(0,4)); console.log(p.plan.prepared.map(n=>n.reason));});
});
