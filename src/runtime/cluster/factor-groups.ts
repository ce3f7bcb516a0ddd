/** Factors that are computed together because they read the same tables: splitting them up would read executions or orders twice. */
import { readsDays, readsEvents } from '../../compiler/build.ts';
import { tablesRead } from '../../compiler/columns-read.ts';
import { compileEvents } from '../../compiler/events/compile.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';

export interface FactorGroup {
  /** The tables, `minute`, `minute+trade`, `daily`. */
  readonly name: string;
  readonly factors: readonly CheckedFactor[];
}

/** Groups by name; of one group the factors are in the order given. Minute bars beside executions or orders are read by whoever needs them: they are few. */
export function factorGroups(factors: readonly CheckedFactor[]): readonly FactorGroup[] {
  const events = factors.filter(readsEvents);
  const graphs = events.length === 0 ? [] : compileEvents(events).sources;
  const reads = events.map((factor, i) => ({ factor, tables: new Set<string>(tablesRead(graphs.slice(i, i + 1)).map(({ table }) => table)) }));
  const groups = [
    { name: 'minute', factors: factors.filter((factor) => !readsEvents(factor) && !readsDays(factor)) },
    ...joined(reads).map(({ tables, factors: of }) => ({ name: [...tables].sort().join('+'), factors: of })),
    { name: 'daily', factors: factors.filter(readsDays) },
  ];
  return groups.filter((group) => group.factors.length > 0);
}

/** Factors that share executions or share orders, directly or through others. */
function joined(reads: readonly { readonly factor: CheckedFactor; readonly tables: ReadonlySet<string> }[]): readonly { readonly tables: ReadonlySet<string>; readonly factors: readonly CheckedFactor[] }[] {
  const big = (tables: ReadonlySet<string>): readonly string[] => [...tables].filter((table) => table !== 'minute');
  let groups: { readonly tables: ReadonlySet<string>; readonly factors: readonly CheckedFactor[] }[] = [];
  for (const { factor, tables } of reads) {
    const own = factor.table === 'order' ? 'order' : 'trade';
    // A factor that reads no column of its rows, such as a count, still needs the rows.
    const all = tables.has('trade') || tables.has('order') ? tables : new Set([...tables, own]);
    const alike = groups.filter((group) => big(all).some((table) => group.tables.has(table)));
    groups = [...groups.filter((group) => !alike.includes(group)), { tables: new Set([...alike.flatMap((group) => [...group.tables]), ...all]), factors: [...alike.flatMap((group) => group.factors), factor] }];
  }
  return groups.map(({ tables, factors }) => ({ tables, factors: reads.filter(({ factor }) => factors.includes(factor)).map(({ factor }) => factor) }));
}
