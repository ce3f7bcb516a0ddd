import type { BackendProbe } from '../../runtime/engine/backends.ts';
import type { DoctorReport, PartReport } from '../../runtime/doctor.ts';
import type { TrainingProbe } from '../../runtime/doctor-training.ts';
import { type Register, examples } from '../session.ts';
import type { Colors } from '../terminal.ts';

export const registerDoctor: Register = (program, { terminal }) => {
  program
    .command('doctor')
    .summary('what runs on this machine, and why the rest does not')
    .description('Tries Node, DuckDB and every compute and training backend, and says why those that do not run do not, and what to do about it.')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', examples(['fullband doctor', 'for people'], ['fullband doctor --json', 'for scripts and bug reports']))
    .action(async (options: { json?: boolean }) => {
      const { examine } = await import('../../runtime/doctor.ts');
      const report = await examine();
      terminal.print(options.json === true ? JSON.stringify(report, null, 2) : describeReport(report, terminal.colors));
    });
};

/** The report as people read it. */
export function describeReport(report: DoctorReport, colors: Colors): string {
  const { platform, compute, training } = report;
  const heading = (text: string, note: string): string => `\n${colors.bold(text)} ${colors.dim(note)}`;
  return [
    `${colors.bold(`fullband ${report.fullband}`)} on ${platform.system}, ${platform.cores} cores, ${platform.memoryGiB} GiB`,
    ...partLines('Node', report.node, colors),
    ...partLines('DuckDB', report.duckdb, colors),
    heading('Factors compute on', `(--engine auto takes ${compute.choice ?? 'none'})`),
    ...compute.backends.flatMap((backend) => backendLines(backend, colors)),
    heading('Models will train on', `(the first that runs: ${training.choice ?? 'none'})`),
    ...training.backends.flatMap((backend) => backendLines(backend, colors)),
  ].join('\n');
}

function partLines(name: string, part: PartReport, colors: Colors): string[] {
  return lines(name, part.runs, part.runs ? part.version : (part.reason ?? ''), part.fix, colors);
}

function backendLines(backend: BackendProbe | TrainingProbe, colors: Colors): string[] {
  const detail = [backend.device, backend.reason].filter((text) => text !== null && text !== '').join('; ');
  return lines(backend.name, backend.runs, detail, backend.fix, colors);
}

function lines(name: string, runs: boolean, detail: string, fix: string | null, colors: Colors): string[] {
  const mark = runs ? colors.green('yes') : colors.yellow('no ');
  const first = `  ${name.padEnd(14)} ${mark}  ${detail}`;
  return fix === null ? [first] : [first, `  ${' '.repeat(14)}      ${colors.dim(`to fix: ${fix}`)}`];
}
