/** A factor of a text that somebody is writing: checked and compiled, or why it is not. */
import { compile, type CompileResult } from '../../compiler/compile.ts';
import { viewOf, type FactorView } from '../../compiler/explain/view.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { Workspace } from '../../editor/index.ts';

export interface CompiledFactor {
  readonly factor: CheckedFactor;
  readonly compiled: CompileResult;
  readonly view: FactorView;
}

/** What a file gives: the names of its factors that passed, and the one asked for. */
export interface CompiledFile {
  readonly factors: readonly string[];
  /** How many errors stand in the way of the others. */
  readonly errors: number;
  /** The factor of the name asked for, the first where no name was; null if it did not pass: another one in its place would be taken for it. */
  readonly chosen: CompiledFactor | null;
}

export function compileFile(workspace: Workspace, path: string, name: string | null): CompiledFile {
  const { result } = workspace.checked(path);
  const factor = name === null ? result.factors[0] : result.factors.find((one) => one.name === name);
  const errors = result.findings.filter(({ severity }) => severity === 'error').length;
  return { factors: result.factors.map((one) => one.name), errors, chosen: factor === undefined ? null : compiledFactor(factor) };
}

function compiledFactor(factor: CheckedFactor): CompiledFactor {
  const compiled = compile([factor]);
  return { factor, compiled, view: viewOf(factor, compiled) };
}
