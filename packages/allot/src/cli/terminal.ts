// Where a command writes: data to stdout, errors and progress to stderr.
import { showHiddenButStyles } from '@allot/spec';

export interface Terminal {
  /** Data; a line end is added. */
  out(text: string): void;
  /** Errors, warnings, progress; a line end is added. */
  error(text: string): void;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

export interface Sink {
  readonly color: boolean;
  /** A person looks at it while it is written. */
  readonly interactive: boolean;
  /** Width in characters. */
  readonly columns: number;
  /** Nobody reads it any more, or it cannot be written. */
  readonly closed: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `--color` and `--no-color` win, then NO_COLOR (no-color.org) and FORCE_COLOR, then whether it is a terminal. */
export function usesColor(
  flag: boolean | undefined,
  environment: Environment,
  interactive: boolean,
): boolean {
  if (flag !== undefined) return flag;
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR && environment.FORCE_COLOR !== '0') return true;
  return interactive && environment.TERM !== 'dumb';
}

/** The terminal of this process. */
export function processTerminal(colorFlag: boolean | undefined): Terminal {
  const sink = (stream: NodeJS.WriteStream): Sink => {
    const interactive = stream.isTTY === true;
    let closed = false;
    stream.once('error', () => {
      closed = true;
    });
    return {
      interactive,
      color: usesColor(colorFlag, process.env, interactive),
      columns: interactive ? stream.columns : 100,
      get closed() {
        return closed;
      },
    };
  };
  return {
    // Where a person looks, no text of a model or of a file is a command to the terminal. In a pipe it is data.
    out: (text) => write(process.stdout, process.stdout.isTTY ? showHiddenButStyles(text) : text),
    error: (text) => write(process.stderr, showHiddenButStyles(text)),
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
  };
}

/** Errors of the operating system come as the stream's `error` event: streams of files throw them on some versions of Node. */
function write(stream: NodeJS.WriteStream, text: string): void {
  try {
    stream.write(`${text}\n`);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    stream.emit('error', error);
  }
}

/** The color flag as given anywhere on a command line; the last one counts. */
export function colorFlag(argv: readonly string[]): boolean | undefined {
  const end = argv.indexOf('--');
  const flags = (end === -1 ? argv : argv.slice(0, end)).filter(
    (word) => word === '--color' || word === '--no-color',
  );
  const last = flags.at(-1);
  return last === undefined ? undefined : last === '--color';
}
