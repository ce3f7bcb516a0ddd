/** What editors may ask about `.factor` and `.model` files: each question is answered by a file of its own name. */
import type { Finding, TextEdit } from '../dsl/finding.ts';
import type { Span } from '../dsl/source.ts';
import type { Completion, DocumentSymbol, FileLanguage, Fold, Hover, InlayHint, Lens, Location, QuickFix, RenameOutcome, SemanticToken, SignatureHelp } from './api.ts';
import { findingsOf, fixesAt } from './findings.ts';
import { foldsOf } from './folds.ts';
import { formatEdits } from './formatting.ts';
import { symbolsOf } from './symbols.ts';
import { tokensOf } from './tokens.ts';
import type { Workspace } from './workspace.ts';

export class SourceLanguage implements FileLanguage {
  constructor(private readonly workspace: Workspace) {}

  findings(path: string): readonly Finding[] {
    return findingsOf(path, this.workspace);
  }

  fixes(path: string, span: Span): readonly QuickFix[] {
    return fixesAt(path, span, this.workspace);
  }

  completions(_path: string, _offset: number): readonly Completion[] {
    return [];
  }

  hover(_path: string, _offset: number): Hover | null {
    return null;
  }

  signature(_path: string, _offset: number): SignatureHelp | null {
    return null;
  }

  definition(_path: string, _offset: number): readonly Location[] {
    return [];
  }

  references(_path: string, _offset: number): readonly Location[] {
    return [];
  }

  renameable(_path: string, _offset: number): Span | null {
    return null;
  }

  rename(_path: string, _offset: number, _name: string): RenameOutcome {
    return { problem: 'there is nothing to rename here' };
  }

  symbols(path: string): readonly DocumentSymbol[] {
    return symbolsOf(path, this.workspace);
  }

  tokens(path: string): readonly SemanticToken[] {
    return tokensOf(path, this.workspace);
  }

  folds(path: string): readonly Fold[] {
    return foldsOf(path, this.workspace);
  }

  format(path: string): readonly TextEdit[] | null {
    return formatEdits(path, this.workspace);
  }

  hints(_path: string, _span: Span): readonly InlayHint[] {
    return [];
  }

  lenses(_path: string): readonly Lens[] {
    return [];
  }
}
