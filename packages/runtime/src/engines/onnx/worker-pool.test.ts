import { describe, expect, test } from 'vitest';
import { EngineFailure } from '../engine-failure.js';
import type { WorkerSetup } from './messages.js';
import { createWorkerPool } from './worker-pool.js';

const setup = { device: 'cpu' } as WorkerSetup;
const poolOf = (count: number, body: string) =>
  createWorkerPool(
    count,
    setup,
    new URL(
      `data:text/javascript,import { parentPort } from 'node:worker_threads';${encodeURIComponent(body)}`,
    ),
  );
const prepare = { graphs: [] };

describe('worker pool', () => {
  test('collects an answer from every worker', async () => {
    const pool = poolOf(
      3,
      `parentPort.on('message', ({ id, kind }) => parentPort.postMessage({ id, output: kind }))`,
    );
    expect(await pool.callAll('prepare', 1, prepare)).toEqual(['prepare', 'prepare', 'prepare']);
    await pool.close();
  });

  test('a job that fails rejects with a diagnostic, and the worker goes on', async () => {
    const pool = poolOf(
      1,
      `parentPort.on('message', ({ id, version }) => parentPort.postMessage(
        version === 1 ? { id, error: 'Failed to allocate memory' } : { id, output: 'fine' }))`,
    );
    const failure = await pool.call(0, 'prepare', 1, prepare).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineFailure);
    expect((failure as EngineFailure).diagnostic).toMatchObject({
      code: 'engine/worker-failed',
      message: 'A worker of the engine failed: Failed to allocate memory',
      help: expect.stringContaining('tokensPerMicrobatch'),
    });
    expect(await pool.call(0, 'prepare', 2, prepare)).toBe('fine');
    await pool.close();
  });

  test('a worker that dies fails its calls and all later ones', async () => {
    const pool = poolOf(2, `parentPort.on('message', () => process.exit(3))`);
    await expect(pool.callAll('prepare', 1, prepare)).rejects.toThrow('its thread ended with code 3');
    await expect(pool.call(1, 'prepare', 1, prepare)).rejects.toBeInstanceOf(EngineFailure);
    await pool.close();
  });

  test('an exception outside a job is reported with its message', async () => {
    const pool = poolOf(1, `parentPort.on('message', () => { throw new Error('out of order') })`);
    await expect(pool.call(0, 'prepare', 1, prepare)).rejects.toThrow('out of order');
    await pool.close();
  });

  test('closing rejects what waits, once and for all', async () => {
    const pool = poolOf(1, `parentPort.on('message', () => {})`);
    const waiting = pool.call(0, 'prepare', 1, prepare).catch((error: Error) => error.message);
    await pool.close();
    expect(await waiting).toContain('closed');
    await expect(pool.call(0, 'prepare', 1, prepare)).rejects.toThrow('closed');
  });
});
