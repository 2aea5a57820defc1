// What the engine and its Python worker say to each other: JSON Lines (see python/allot_worker/protocol.py).

export const PROTOCOL = 1;

/** The worker's first line. */
export interface Hello {
  readonly protocol: number;
  /** Of what is there; adapters need peft. */
  readonly versions: Readonly<Record<'python' | 'torch' | 'transformers', string>> & {
    readonly peft?: string;
    readonly vllm?: string;
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

export type WorkerMessage =
  | { readonly hello: Hello }
  | { readonly id: number; readonly progress: Readonly<Record<string, number>> }
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly error: WorkerError };
