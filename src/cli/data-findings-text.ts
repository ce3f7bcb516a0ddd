/** Findings about data as people read them: they have a table of a store for a place, where those about sources have a line. */
import type { DataFinding } from '../runtime/evaluate/index.ts';
import type { Colors } from './terminal.ts';

export function describeDataFindings(findings: readonly DataFinding[], store: string, colors: Colors): string {
  return findings
    .map(({ table, code, severity, message, hint }) => {
      const paint = severity === 'error' ? colors.red : colors.yellow;
      const said = `${colors.bold(`${store.replace(/[\\/]+$/, '')}/${table}`)} ${paint(severity)} ${colors.dim(code)} ${message}`;
      return hint === null ? said : `${said}\n  ${colors.cyan('hint:')} ${hint}`;
    })
    .join('\n\n');
}
