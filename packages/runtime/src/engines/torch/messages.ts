// What the engine and its Python worker say to each other: JSON Lines (see python/allot_worker/protocol.py).

import { isObject } from '@allot/spec';

export const PROTOCOL = 1;

/** The worker's first line. */
export interface Hello {
  readonly protocol: number;
  /** Of what is there; adapters need peft, kernels of a GPU triton, those of layers liger-kernel too. */
  readonly versions: Readonly<Record<'python' | 'torch' | 'transformers', string>> & {
    readonly peft?: string;
    readonly vllm?: string;
    readonly triton?: string;
    readonly 'liger-kernel'?: string;
    readonly cuda?: string;
  };
  readonly devices: readonly WorkerDevice[];
  /** Threads of one process on the CPU. */
  readonly threads?: number;
  /** The instructions that its kernels are chosen by, as PyTorch calls them. */
  readonly capability?: string;
}

/** Memory in bytes. */
export interface WorkerDevice {
  readonly name: 'cpu' | 'cuda';
  readonly model?: string;
  readonly free?: number;
  readonly total?: number;
}

export type Method = 'open' | 'rollout' | 'log-probabilities' | 'update' | 'snapshot' | 'save' | 'load';

/** Numbers that are not finite are null. */
export type Result = Readonly<Record<string, number | null>>;

export interface WorkerError {
  /** Who can mend it: the user, more memory, we; or the call was cancelled. */
  readonly kind: 'user' | 'memory' | 'cancelled' | 'bug';
  readonly message: string;
}

/** What a worker says in a line; undefined for what is none of these. */
export function parseMessage(line: string): WorkerMessage | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) && isMessage(message) ? (message as unknown as WorkerMessage) : undefined;
  } catch {
    return undefined;
  }
}

function isMessage({ id, ...said }: Readonly<Record<string, unknown>>): boolean {
  if ('alive' in said) return said.alive === true;
  if (isObject(said.hello)) return Array.isArray(said.hello.devices) && isObject(said.hello.versions);
  if (isObject(said.error)) return typeof id === 'number' && typeof said.error.message === 'string';
  return typeof id === 'number' && (isObject(said.progress) || isObject(said.result));
}

export type WorkerMessage =
  | { readonly hello: Hello }
  /** Said now and then, so that a long call can be told from a worker that hangs. */
  | { readonly alive: true }
  | { readonly id: number; readonly progress: Readonly<Record<string, number>> }
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly error: WorkerError };
