// A program of the user's that speaks JSON Lines: kept running, watched while answers are awaited, started anew once.
import { execa } from 'execa';
import { readLines } from './bounded-lines.js';

export interface ProgramOptions {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly folder: string;
  /** Longest silence while answers are awaited, in seconds. */
  readonly timeout: number;
}

/** Why a program gave no answers. */
export interface ProgramProblem {
  readonly problem: string;
}

export interface LineProgram {
  /**
   * Sends one line a request and gives the answers by `id`, whatever their order; a program that dies or falls silent is started
   * anew once and asked for what is left.
   */
  readonly ask: (
    requests: readonly ProgramRequest[],
    signal?: AbortSignal,
  ) => Promise<ReadonlyMap<number, Answer> | ProgramProblem>;
  readonly close: () => Promise<void>;
}

export interface ProgramRequest {
  readonly id: number;
}

export type Answer = Readonly<Record<string, unknown>>;

/** Characters of an answer. */
const LONGEST_LINE = 64_000_000;

/** Characters of what a program says about its trouble that are repeated. */
const LAST_WORDS = 600;

export function openProgram(options: ProgramOptions): LineProgram {
  let running: Running | undefined;
  const stop = async (): Promise<void> => {
    const { child } = running ?? {};
    running = undefined;
    child?.kill();
    await child?.catch(() => undefined);
  };
  return {
    async ask(requests, signal) {
      const answers = new Map<number, Answer>();
      for (let attempt = 0; ; attempt++) {
        running ??= start(options);
        const left = requests.filter(({ id }) => !answers.has(id));
        const problem = await exchange(running, left, answers, options, signal);
        if (problem === undefined) return answers;
        await stop();
        signal?.throwIfAborted();
        if (attempt > 0 || problem.final) return problem;
      }
    },
    close: stop,
  };
}

const spawn = ([file = '', ...given]: readonly string[], folder: string) =>
  execa(file, given, {
    cwd: folder,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    forceKillAfterDelay: 2000,
  });

interface Running {
  readonly child: ReturnType<typeof spawn>;
  readonly lastWords: () => string;
  /** What gets lines and the end of the program while answers are awaited. */
  listener: Listener | undefined;
  ended: string | undefined;
}

interface Listener {
  readonly line: (text: string) => void;
  readonly end: (reason: string) => void;
}

function start({ command, folder }: ProgramOptions): Running {
  const child = spawn(command, folder);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-LAST_WORDS);
  });
  // A program that ends while it is written to is told about by its end.
  child.stdin.on('error', () => undefined);
  const running: Running = { child, lastWords: () => said.trim(), listener: undefined, ended: undefined };
  readLines(child.stdout, LONGEST_LINE, {
    line: (text) => running.listener?.line(text),
    tooLong: () => {
      running.ended = `it wrote a line of more than ${LONGEST_LINE} characters`;
      running.listener?.end(running.ended);
    },
  });
  void child.then((result) => {
    running.ended ??= result.failed ? (result.shortMessage ?? 'it ended') : 'it ended';
    running.listener?.end(running.ended);
  });
  return running;
}

/** Undefined when every request has its answer. `final`: asking again would give the same. */
function exchange(
  running: Running,
  requests: readonly ProgramRequest[],
  answers: Map<number, Answer>,
  { timeout }: ProgramOptions,
  signal: AbortSignal | undefined,
): Promise<(ProgramProblem & { readonly final?: boolean }) | undefined> {
  const open = new Set(requests.map(({ id }) => id));
  if (open.size === 0) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const aborted = () => done({ problem: 'it was stopped' });
    const done = (result?: ProgramProblem & { readonly final?: boolean }): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      running.listener = undefined;
      const words = running.lastWords();
      resolve(
        result && words !== '' ? { ...result, problem: `${result.problem}; it said: ${words}` } : result,
      );
    };
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => done({ problem: `it said nothing for ${timeout} seconds` }), timeout * 1000);
    };
    running.listener = {
      line(text) {
        if (text.trim() === '') return;
        const answer = parseAnswer(text);
        if (!answer || !open.has(answer.id as number)) {
          const what = answer
            ? 'an answer to nothing that was asked'
            : 'no JSON object with the number that was asked as "id"';
          done({ problem: `it wrote ${what}: ${text.slice(0, 200)}`, final: true });
          return;
        }
        open.delete(answer.id as number);
        answers.set(answer.id as number, answer);
        if (open.size === 0) done();
        else watch();
      },
      end: (reason) => done({ problem: reason }),
    };
    signal?.addEventListener('abort', aborted, { once: true });
    watch();
    if (running.ended !== undefined) done({ problem: running.ended });
    else running.child.stdin.write(requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  });
}

function parseAnswer(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && Number.isInteger((value as Answer).id)
      ? (value as Answer)
      : undefined;
  } catch {
    return undefined;
  }
}
