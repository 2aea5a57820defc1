// One process of a run: the real command, with what ends it before its time.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '@allot/store';
import type { Death } from './cases.js';

const script = fileURLToPath(new URL('../../packages/allot/bin/allot.js', import.meta.url));
const preload = new URL('./preload/die-at-change.mjs', import.meta.url).href;

export interface Life {
  readonly command: string;
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  /** Wall clock, in seconds. */
  readonly seconds: number;
}

/** Where a run lies, and what it is made from. */
export interface Place {
  /** The working directory, with the definitions. */
  readonly cwd: string;
  readonly definition: string;
  readonly run: string;
}

export interface LifeOptions {
  readonly death?: Death | undefined;
  /** What the undisturbed run takes, in seconds. */
  readonly wholeSeconds?: number;
  /** Folder that remembers what has not reached the disk. */
  readonly disk?: string;
  /** File that lists the changes of a process that was not killed. */
  readonly log?: string;
  readonly seed?: number;
}

/** What a user would do next: start the run, approve it at its gate, or resume it. */
export function nextWords({ definition, run }: Place): readonly string[] {
  const record = path.join(run, 'run.json');
  if (!existsSync(record)) return ['run', definition, '--run-dir', run, '--allow-commands', '--quiet'];
  const { halted } = JSON.parse(readFileSync(record, 'utf8')) as RunRecord;
  const approved = halted && existsSync(path.join(run, 'approvals', `${halted.by}.json`));
  if (halted?.state === 'waiting' && !approved)
    return ['approve', run, '--gate', halted.by, '--by', 'Ada', '--note', 'go on'];
  return ['resume', run, '--allow-commands', '--quiet'];
}

/** Runs the next command of a run, to its end or its death. */
export function live(place: Place, options: LifeOptions = {}): Promise<Life> {
  const { death, wholeSeconds = 1, disk, log, seed } = options;
  const words = nextWords(place);
  const atChange = death && 'at' in death ? death : { at: 0 };
  const task = { run: place.run, ...atChange, disk, log, seed };
  const env = { ...process.env, ALLOT_TORTURE: JSON.stringify(task), ORT_DISABLE_TELEMETRY: '1' };
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', preload, script, ...words], {
      cwd: place.cwd,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer =
      death && 'afterShare' in death
        ? setTimeout(() => child.kill('SIGKILL'), death.afterShare * wholeSeconds * 1000)
        : undefined;
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const seconds = (performance.now() - began) / 1000;
      resolve({ command: words[0] as string, code, signal, stderr, seconds });
    });
  });
}
