/** The program that the engine runs: the `.factor` files of the project, compiled. */
import { compile, type Program } from '../src/compiler/compile.ts';
import { checkProject } from '../src/dsl/check.ts';
import { loadProject } from '../src/dsl/load-project.ts';
import { openProjectReader } from '../src/runtime/project-reader.ts';
import { factorPath, inRepository } from './repository.ts';

/** Compiles factors of factors/minute by name. Throws an Error with the findings if there are any. */
export function compileFactors(names: readonly string[]): Program {
  const { findings, factors } = checkProject(loadProject(names.map(factorPath), openProjectReader(inRepository())));
  const { program } = compile(factors);
  if (program === null || findings.length > 0) throw new Error(findings.map(({ path, code, message }) => `${path}: ${code} ${message}`).join('\n') || 'no factor over minute bars to compile');
  return program;
}
