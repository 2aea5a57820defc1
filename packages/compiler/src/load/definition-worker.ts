// Runs a TypeScript definition in a thread of its own and posts its default export as plain data.

import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { createJiti } from 'jiti';
import { type NotData, plainData } from './plain-data.js';

export interface WorkerTask {
  /** Absolute path of the definition. */
  readonly file: string;
  /** Module that `allot` means, wherever the definition lies. */
  readonly allotEntry?: string;
}

export type WorkerAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'not-data'; readonly problems: readonly NotData[] }
  | { readonly kind: 'no-export' }
  | { readonly kind: 'not-a-pipeline'; readonly actual: string }
  | { readonly kind: 'error'; readonly error: WorkerError };

export interface WorkerError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Node's error code, for instance ERR_MODULE_NOT_FOUND. */
  readonly code?: string;
}

const task = workerData as WorkerTask;
parentPort?.postMessage(await run());

async function run(): Promise<WorkerAnswer> {
  try {
    const jiti = createJiti(task.file, {
      fsCache: false,
      moduleCache: false,
      sourceMaps: true,
      interopDefault: false,
      ...(task.allotEntry ? { alias: { allot: task.allotEntry } } : {}),
    });
    const module = (await jiti.import(task.file)) as { readonly default?: unknown };
    return answer(module.default);
  } catch (error) {
    return { kind: 'error', error: describeError(error) };
  }
}

function answer(exported: unknown): WorkerAnswer {
  if (exported === undefined) return { kind: 'no-export' };
  const actual = misfit(exported);
  if (actual) return { kind: 'not-a-pipeline', actual };
  const [value, problems] = plainData(exported);
  return problems.length > 0 ? { kind: 'not-data', problems } : { kind: 'value', value };
}

/** What a default export is when it is no object of settings. */
function misfit(value: unknown): string | undefined {
  if (typeof value === 'function') return 'a function';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return typeof value === 'string' ? 'text' : `a ${typeof value}`;
  return value instanceof Promise ? 'a promise' : undefined;
}

function describeError(error: unknown): WorkerError {
  if (!(error instanceof Error)) return { name: 'Error', message: printThrown(error), stack: '' };
  const code = (error as { readonly code?: unknown }).code;
  return {
    name: error.name,
    message: error.message,
    stack: error.stack ?? '',
    ...(typeof code === 'string' ? { code } : {}),
  };
}

/** Anything can be thrown. */
function printThrown(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { breakLength: Infinity, depth: 2 });
}
