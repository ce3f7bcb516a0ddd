/** The program that the engine runs over executions and orders: the `.factor` files of the project, compiled. */
import { compileEvents, type EventProgram } from '../src/compiler/events/compile.ts';
import { checkProject } from '../src/dsl/check.ts';
import { loadProject } from '../src/dsl/load-project.ts';
import { openProjectReader } from '../src/runtime/project-reader.ts';
import { ORDER_FACTORS, TRADE_FACTORS } from './event-factors.ts';
import { inRepository } from './repository.ts';

/** Compiles the 12 factors, in the order of `EVENT_FACTORS`. Throws an Error with the findings if there are any. */
export function compileEventFactors(): EventProgram {
  const paths = [...TRADE_FACTORS.map((name) => `factors/trade/${name}.factor`), ...ORDER_FACTORS.map((name) => `factors/order/${name}.factor`)];
  const { findings, factors } = checkProject(loadProject(paths, openProjectReader(inRepository())));
  if (findings.length > 0) throw new Error(findings.map(({ path, code, message }) => `${path}: ${code} ${message}`).join('\n'));
  return compileEvents(factors);
}
