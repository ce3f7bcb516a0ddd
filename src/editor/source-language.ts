/** What editors may ask about `.factor` and `.model` files: each question is answered by a file of its own name. */
import type { Finding, TextEdit } from '../dsl/finding.ts';
import type { Span } from '../dsl/source.ts';
import type { Completion, DocumentSymbol, FileLanguage, Fold, Hover, InlayHint, Lens, Location, QuickFix, RenameOutcome, SemanticToken, SignatureHelp } from './api.ts';
import { completionsAt } from './completions.ts';
import { findingsOf, fixesAt } from './findings.ts';
import { foldsOf } from './folds.ts';
import { formatEdits } from './formatting.ts';
import { hintsIn } from './hints.ts';
import { hoverAt } from './hover.ts';
import { lensesOf } from './lenses.ts';
import { definitionAt, referencesAt } from './references.ts';
import { renameableAt, renameAt } from './rename.ts';
import { signatureAt } from './signature-help.ts';
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

  completions(path: string, offset: number): readonly Completion[] {
    return completionsAt(path, offset, this.workspace);
  }

  hover(path: string, offset: number): Hover | null {
    return hoverAt(path, offset, this.workspace);
  }

  signature(path: string, offset: number): SignatureHelp | null {
    return signatureAt(path, offset, this.workspace);
  }

  definition(path: string, offset: number): readonly Location[] {
    return definitionAt(path, offset, this.workspace);
  }

  references(path: string, offset: number): readonly Location[] {
    return referencesAt(path, offset, this.workspace);
  }

  renameable(path: string, offset: number): Span | null {
    return renameableAt(path, offset, this.workspace);
  }

  rename(path: string, offset: number, name: string): RenameOutcome {
    return renameAt(path, offset, name, this.workspace);
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

  hints(path: string, span: Span): readonly InlayHint[] {
    return hintsIn(path, span, this.workspace);
  }

  lenses(path: string): readonly Lens[] {
    return lensesOf(path, this.workspace);
  }
}
