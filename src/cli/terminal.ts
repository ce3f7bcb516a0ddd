/** Standard output and error of a command: data goes to `print`, everything else to `say`. */
import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

export interface Terminal {
  /** Colours for what is printed to standard output; no-ops off a terminal or under NO_COLOR. */
  readonly colors: Colors;
  /** Colours for what is said on standard error. */
  readonly errorColors: Colors;
  /** Whether a line on standard error may be drawn over. */
  readonly animated: boolean;
  /** Columns of the terminal behind standard error. */
  readonly columns: number;
  /** Writes data to standard output, with a line break. */
  print(text: string): void;
  /** Writes data to standard output exactly as it is. */
  write(text: string): void;
  /** Writes a message for people to standard error, with a line break. */
  say(text: string): void;
  /** Redraws the last line of standard error; used only where `animated`. */
  redraw(text: string): void;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  return {
    colors: pc.createColors(colored(stdout)),
    errorColors: pc.createColors(colored(stderr)),
    animated: isTerminal(stderr) && process.env.TERM !== 'dumb',
    // Some terminals do not tell their width and report 0.
    columns: isTerminal(stderr) && stderr.columns > 0 ? stderr.columns : 80,
    print: (text) => void stdout.write(`${text}\n`),
    write: (text) => void stdout.write(text),
    say: (text) => void stderr.write(`${text}\n`),
    redraw: (text) => void stderr.write(`\r\u001b[2K${text}`),
  };
}

function colored(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return isTerminal(stream) && TERM !== 'dumb';
}

/** `isTTY` is undefined off a terminal, which picocolors would take for "decide for me". */
function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY ?? false;
}
