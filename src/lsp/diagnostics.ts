/** Findings, sent as the text changes. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../dsl/finding.ts';
import type { OpenProject } from './open-project.ts';
import { rangeOf } from './ranges.ts';
import type { Session } from './session.ts';

/** Keys that come faster than this are one change. */
const LEAST_WAIT_MS = 5;
/** Nobody waits longer, however long a check takes. */
const MOST_WAIT_MS = 200;

export function diagnosticOf(document: TextDocument, { span, severity, code, message, hint }: Finding): Diagnostic {
  return {
    range: rangeOf(document, span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'fullband',
    message: hint === null ? message : `${message}\nhint: ${hint}`,
  };
}

export class Diagnostics {
  /** URIs whose findings are to be sent, the changed document first. */
  private readonly waiting = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  /** How long the last round took: a project that is slow to check is checked less often. */
  private lastMs = 0;

  constructor(private readonly session: Session) {}

  /** A document has another text, or is open now. */
  changed(uri: string): void {
    const asked = this.session.asked(uri);
    if (asked === null) return;
    this.waiting.add(uri);
    try {
      for (const path of asked.project.affectedBy(asked.path)) this.waiting.add(this.session.projects.uriOf(asked.project, path));
    } finally {
      this.start();
    }
  }

  /** Something that is not open has changed. */
  changedAround(project: OpenProject): void {
    for (const path of project.openPaths) this.waiting.add(this.session.projects.uriOf(project, path));
    this.start();
  }

  /** A document is closed: its findings are those of the client no longer. */
  closed(uri: string): void {
    this.waiting.delete(uri);
    void this.session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** The timer is not set anew by the next key, so that findings come while one types on. */
  private start(): void {
    this.timer ??= setTimeout(() => void this.send(), Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, 2 * this.lastMs)));
  }

  private async send(): Promise<void> {
    const start = performance.now();
    try {
      for (const uri of this.waiting) {
        this.waiting.delete(uri);
        await this.sendOne(uri);
        // Requests are answered in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.lastMs = performance.now() - start;
      this.timer = null;
      if (this.waiting.size > 0) this.start();
    }
  }

  private async sendOne(uri: string): Promise<void> {
    const document = this.session.documents.get(uri);
    const asked = document === undefined ? null : this.session.asked(uri);
    if (document === undefined || asked === null) return;
    try {
      const diagnostics = asked.language.findings(asked.path).map((found) => diagnosticOf(document, found));
      await this.session.connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    } catch (error) {
      this.session.report(`checking ${asked.path}`, error);
    }
  }
}
