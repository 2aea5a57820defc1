// A real Ray whose jobs find a `python3` that plays verl's trainer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, command, type Ended } from '../../../e2e/command.js';
import { allotCommand } from '../../training-step/compile-bundle.js';
import { python } from '../environment.js';

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
    // How long the process that waits for a job stays when its cluster is gone; else a minute.
    RAY_gcs_rpc_server_reconnect_timeout_s: '2',
  };
}

export interface Cluster {
  readonly address: string;
  stop(): Promise<void>;
}

/** The one that runs without an address have; it ends by itself when it is left. */
export async function startCluster(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Cluster> {
  const file = join(folder, 'ray.json');
  const child = spawn(python, ['-m', 'allot_verl.local_ray', file, '300'], {
    env: { ...process.env, ...environment, PYTHONPATH: here('../../../../packages/compiler/python') },
    stdio: 'ignore',
  });
  const exit = once(child, 'exit');
  let there: string | undefined;
  while (there === undefined) {
    if (child.exitCode !== null) throw new Error('Ray did not start');
    await pause(200);
    there = await readFile(file, 'utf8').catch(() => undefined);
  }
  const { address } = JSON.parse(there) as Pick<Cluster, 'address'>;
  return {
    address,
    async stop() {
      child.kill();
      await exit;
    },
  };
}

/** Runs `allot` on a terminal at which `script` is typed (terminal.py); stdout is what it shows. */
export const onTerminal = (
  script: string,
  words: readonly string[],
  options: CommandOptions,
): Promise<Ended> =>
  command(python, [here('terminal.py'), script, ...allotCommand.split(' '), ...words], options);
