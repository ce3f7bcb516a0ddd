/** Experiments as editors ask about them. What is wrong with one says the caller, who can look at its project; everything else is read from its text and the schema. */
import type { Finding, TextEdit } from '../../dsl/finding.ts';
import type { Span } from '../../dsl/source.ts';
import type { Completion, DocumentSymbol, FileLanguage, Fold, Hover, InlayHint, Lens, Location, QuickFix, RenameOutcome, SemanticToken, SignatureHelp } from '../api.ts';
import { definitionsAt, hoverAt, type Read } from './about.ts';
import { completionsAt } from './completions.ts';
import type { ExperimentContext } from './context.ts';
import { readDocument } from './document.ts';
import { mentionsOf } from './mentions.ts';
import { foldsOf, symbolsOf } from './outline.ts';
import { givenNameAt, renamed } from './renaming.ts';
import { ExperimentSchema } from './schema.ts';

export class ExperimentLanguage implements FileLanguage {
  private readonly schema: ExperimentSchema;

  constructor(private readonly context: ExperimentContext) {
    this.schema = new ExperimentSchema(context.schema);
  }

  findings(path: string): readonly Finding[] {
    return this.context.findings(path);
  }

  fixes(path: string, { start, end }: Span): readonly QuickFix[] {
    return this.findings(path).flatMap((finding) => (finding.fix === null || finding.path !== path || finding.span.start > end || finding.span.end < start ? [] : [{ finding, fix: finding.fix }]));
  }

  completions(path: string, offset: number): readonly Completion[] {
    const text = this.context.text(path);
    return text === null ? [] : completionsAt({ context: this.context, schema: this.schema, path, text }, offset);
  }

  hover(path: string, offset: number): Hover | null {
    const read = this.read(path);
    return read === null ? null : hoverAt(read, offset);
  }

  definition(path: string, offset: number): readonly Location[] {
    const read = this.read(path);
    return read === null ? [] : definitionsAt(read, offset);
  }

  references(path: string, offset: number): readonly Location[] {
    const read = this.read(path);
    const given = read === null ? null : givenNameAt(read.document, path, offset);
    return given?.spans.map((span) => ({ path, span })) ?? [];
  }

  /** Where an experiment names a factor, set or model, which is declared in a source. */
  mentions(path: string, declared: Location, name: string): readonly Location[] {
    const read = this.read(path);
    return read === null ? [] : mentionsOf(read.document, read.text, declared, name, this.context).map((span) => ({ path, span }));
  }

  renameable(path: string, offset: number): Span | null {
    const read = this.read(path);
    return read === null ? null : (givenNameAt(read.document, path, offset)?.span ?? null);
  }

  rename(path: string, offset: number, name: string): RenameOutcome {
    const read = this.read(path);
    const given = read === null ? null : givenNameAt(read.document, path, offset);
    if (read === null || given === null) return { problem: 'no name that this experiment gives is here: models and factors are renamed where they are declared' };
    return renamed(read.document, this.schema, path, given, name);
  }

  symbols(path: string): readonly DocumentSymbol[] {
    const read = this.read(path);
    return read === null ? [] : symbolsOf(read.document, read.text);
  }

  folds(path: string): readonly Fold[] {
    const read = this.read(path);
    return read === null ? [] : foldsOf(read.document, read.text);
  }

  /** YAML has formatters and colours of its own in every editor; the rest is for factors and models. */
  format(): readonly TextEdit[] | null {
    return null;
  }

  tokens(): readonly SemanticToken[] {
    return [];
  }

  signature(): SignatureHelp | null {
    return null;
  }

  hints(): readonly InlayHint[] {
    return [];
  }

  lenses(): readonly Lens[] {
    return [];
  }

  private read(path: string): (Read & { readonly text: string }) | null {
    const text = this.context.text(path);
    const document = text === null ? null : readDocument(text);
    return text === null || document === null ? null : { context: this.context, schema: this.schema, document, path, text };
  }
}
