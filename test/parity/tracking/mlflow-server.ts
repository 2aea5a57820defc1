// A real MLflow server, for one test file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { trackingPython } from './environment.js';

export interface StartedMlflow {
  readonly url: string;
  stop(): Promise<void>;
}

const START_MS = 100_000;

/** Keeps everything in `folder`. */
export async function startMlflow(folder: string): Promise<StartedMlflow> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process_ = spawn(
    trackingPython,
    [
      '-m',
      'mlflow',
      'server',
      '--host=127.0.0.1',
      `--port=${port}`,
      '--workers=1',
      `--backend-store-uri=sqlite:///${join(folder, 'mlflow.db')}`,
      `--artifacts-destination=${join(folder, 'artifacts')}`,
    ],
    {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
    },
  );
  const stop = async (): Promise<void> => {
    const ended = once(process_, 'exit');
    if (process_.exitCode !== null) return;
    // The server's workers are in its process group.
    process.kill(-(process_.pid as number), 'SIGKILL');
    await ended;
  };
  await answers(url, process_).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + START_MS; Date.now() < until; await pause(250)) {
    if (server.exitCode !== null) throw new Error(`the MLflow server ended with ${server.exitCode}`);
    const reply = await fetch(`${url}/health`).catch(() => undefined);
    if (reply?.ok) return;
  }
  throw new Error('the MLflow server does not start');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
