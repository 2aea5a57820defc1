// The Python worker as one process or several: started once, asked over stdin, watched until it ends.
import { execa } from 'execa';
import { readLines } from '../../bounded-lines.js';
import {
  type Hello,
  type Method,
  PROTOCOL,
  parseMessage,
  type Result,
  type WorkerError,
  type WorkerMessage,
} from './messages.js';
import { workerFolder } from './python.js';
import { silenceOf, watchSilence } from './silence.js';
import { describeRankEnd, launcherOf } from './torchrun.js';

/** What a call may be followed by. */
export interface Watch {
  readonly onProgress?: (progress: Readonly<Record<string, number>>) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface WorkerProcess {
  readonly hello: Hello;
  /** Rejects with a WorkerProblem; with the signal's reason once the worker has stopped the call. */
  readonly call: (
    method: Method,
    params: Readonly<Record<string, unknown>>,
    watch?: Watch,
  ) => Promise<Result>;
  readonly close: () => Promise<void>;
}

/** Why a worker gave no result. `lost`: its process could not be started, has ended, or was ended because it said nothing, or nonsense. */
export class WorkerProblem extends Error {
  readonly kind: WorkerError['kind'] | 'lost';

  constructor(kind: WorkerProblem['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Characters of what a worker says about its trouble that are kept, and that are repeated. */
const LAST_WORDS = 8000;
const REPEATED = 600;

/** Characters: messages are short, what is large goes through files. */
const LONGEST_LINE = 1_000_000;

interface Pending {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  readonly watch: Watch;
}

type Answer = Exclude<WorkerMessage, { hello: Hello } | { alive: true }>;

/** Starts a worker of so many processes with `folder` as its place for files; rejects with a WorkerProblem. */
export async function startWorker(python: string, folder: string, processes = 1): Promise<WorkerProcess> {
  const child = execa(python, [...launcherOf(processes), '-m', 'allot_worker'], {
    cwd: folder,
    env: { PYTHONPATH: workerFolder(), PYTHONDONTWRITEBYTECODE: '1', HF_HUB_OFFLINE: '1' },
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    forceKillAfterDelay: 2000,
  });
  const pending = new Map<number, Pending>();
  let [nextId, lastWords] = [1, ''];
  let ended: WorkerProblem | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  child.stdin.on('error', () => undefined);
  let onLost: (problem: WorkerProblem) => void = () => undefined;

  /** The worker can do nothing more; whoever waits for it is told why. */
  function lose(reason: string): void {
    ended ??= new WorkerProblem('lost', reason);
    onLost(ended);
    for (const waiting of pending.values()) waiting.reject(ended);
    pending.clear();
    watch.rest();
    child.kill();
  }

  const silence = silenceOf(process.env);
  const watch = watchSilence(silence, () =>
    lose(`it has given no sign of life for ${silence} seconds, and was ended`),
  );
  const hello = await new Promise<Hello>((resolve, reject) => {
    onLost = reject;
    readLines(child.stdout, LONGEST_LINE, {
      line: (text) => {
        const message = parseMessage(text);
        watch.alive();
        if (!message) lose(`it wrote what is no answer: ${text.slice(0, 200)}`);
        else if ('hello' in message) resolve(message.hello);
        else if (!('alive' in message)) settle(message);
      },
      tooLong: () => lose(`it wrote a line of more than ${LONGEST_LINE} characters`),
    });
    void child.then(({ exitCode, signal, code }) => {
      const how = exitCode === undefined ? (signal ?? code ?? 'unknown') : `code ${exitCode}`;
      const unstarted = code === 'ENOENT' || code === 'EACCES';
      const what = unstarted ? `there is no such program (${code})` : `its process ended (${how})`;
      const why = describeRankEnd(lastWords) ?? lastWords.trim().slice(-REPEATED);
      lose([what, why].filter(Boolean).join(': '));
    });
  }).finally(() => {
    if (pending.size === 0) watch.rest();
  });
  if (hello.protocol !== PROTOCOL) {
    child.kill();
    throw new WorkerProblem('bug', `the worker speaks protocol ${hello.protocol}, the engine ${PROTOCOL}`);
  }

  function settle(message: Answer): void {
    const waiting = pending.get(message.id);
    if ('progress' in message) {
      waiting?.watch.onProgress?.(message.progress);
      return;
    }
    pending.delete(message.id);
    if (pending.size === 0) watch.rest();
    if ('result' in message) waiting?.resolve(message.result);
    else waiting?.reject(new WorkerProblem(message.error.kind, message.error.message));
  }

  const send = (message: unknown): void => void child.stdin.write(`${JSON.stringify(message)}\n`);

  async function call(
    method: Method,
    params: Readonly<Record<string, unknown>>,
    follow: Watch = {},
  ): Promise<Result> {
    const { signal } = follow;
    signal?.throwIfAborted();
    if (ended !== undefined) throw ended;
    const id = nextId++;
    const cancel = (): void => send({ cancel: id });
    signal?.addEventListener('abort', cancel);
    try {
      return await new Promise<Result>((resolve, reject) => {
        pending.set(id, { resolve, reject, watch: follow });
        watch.begin();
        send({ id, method, params });
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
      signal?.throwIfAborted();
    }
  }

  async function close(): Promise<void> {
    ended ??= new WorkerProblem('lost', 'the engine is closed');
    for (const waiting of pending.values()) waiting.reject(ended);
    pending.clear();
    watch.rest();
    child.stdin.end();
    child.kill();
    await child;
  }

  return { hello, call, close };
}
