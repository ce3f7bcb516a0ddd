/** The one parser of the process, made when it is first needed: building it takes longer than reading a file. */
import type { CstNode, IToken } from 'chevrotain';
import { FailureRecorder, type Failure } from './failure.ts';
import { FactorLanguageParser } from './parser.ts';

/** Rules that are read on their own. */
export type RuleName =
  | 'sourceFile' | 'useItem' | 'defHeader' | 'expression' | 'setHeader' | 'setMembers'
  | 'factorHeader' | 'factorClause' | 'modelHeader' | 'modelClause' | 'trainSetting';

export type Outcome = { readonly node: CstNode; readonly failure: null } | { readonly node: null; readonly failure: Failure };

let grammar: { readonly parser: FactorLanguageParser; readonly recorder: FailureRecorder } | null = null;

/** Reads all of the tokens by one rule: the concrete tree, or the first thing that is wrong. */
export function readRule(rule: RuleName, tokens: readonly IToken[]): Outcome {
  if (grammar === null) {
    const recorder = new FailureRecorder();
    grammar = { recorder, parser: new FactorLanguageParser(recorder, true) };
  }
  const { parser, recorder } = grammar;
  // The parser pads its input, so it gets a copy.
  parser.input = [...tokens];
  const node = parser[rule]();
  parser.input = [];
  const failure = recorder.take();
  return failure === null ? { node, failure: null } : { node: null, failure };
}
