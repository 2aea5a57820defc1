// A real Ray whose jobs find a `python3` that plays verl's trainer.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { allotCommand, python } from '../environment.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Variables of processes that are to find the stand-in: Ray's, and those of `allot`. */
export async function standInEnvironment(folder: string): Promise<Readonly<Record<string, string>>> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const script = [
    '#!/usr/bin/env bash',
    `if [ "$1 $2" = "-m verl.trainer.main_ppo" ]; then exec ${python} ${here('trainer.py')}; fi`,
    `exec ${python} "$@"`,
    '',
  ];
  await writeFile(join(bin, 'python3'), script.join('\n'));
  await chmod(join(bin, 'python3'), 0o755);
  return {
    PATH: [bin, process.env.PATH ?? ''].join(delimiter),
    ALLOT_COMMAND: allotCommand,
    // What Ray says that this machine has.
    RAY_OVERRIDE_RESOURCES: '{"GPU": 1, "CPU": 8}',
  };
}

export interface Cluster {
  readonly address: string;
  stop(): Promise<void>;
}

/** It ends with this process, however that ends. */
export async function startCluster(environment: Readonly<Record<string, string>>): Promise<Cluster> {
  const child = spawn(python, [here('../ray-cluster.py')], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [address] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('Ray did not start'))),
  ])) as [string];
  return { address, stop: () => endOf(child) };
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.stdin?.end();
  await exit;
}
