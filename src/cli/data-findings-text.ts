/** Findings about data as people read them: they have a table of a store for a place, where those about sources have a line. */
import type { DataFinding } from '../runtime/evaluate/index.ts';
import { FindingsReported } from './exit.ts';
import { plural } from '../runtime/plural.ts';
import type { Colors, Terminal } from './terminal.ts';

function describeDataFindings(findings: readonly DataFinding[], store: string, colors: Colors): string {
  return findings
    .map(({ table, code, severity, message, hint }) => {
      const paint = severity === 'error' ? colors.red : colors.yellow;
      const said = `${colors.bold(`${store.replace(/[\\/]+$/, '')}/${table}`)} ${paint(severity)} ${colors.dim(code)} ${message}`;
      return hint === null ? said : `${said}\n  ${colors.cyan('hint:')} ${hint}`;
    })
    .join('\n\n');
}

/** Says an error that is findings about data, and what it ends with: FindingsReported. Gives any other error back. */
export async function reportDataFindings(error: unknown, store: string, terminal: Terminal): Promise<unknown> {
  const { DataFindings } = await import('../runtime/evaluate/index.ts');
  if (!(error instanceof DataFindings)) return error;
  terminal.say(`${describeDataFindings(error.findings, store, terminal.errorColors)}\nStopped: ${plural(error.findings.length, 'error')}.`);
  return new FindingsReported();
}
