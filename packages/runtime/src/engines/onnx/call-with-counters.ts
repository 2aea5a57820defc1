// Watches a job that all workers share: reports its progress, stops it when its signal aborts.
import { Counter, type Counters } from './messages.js';

export interface Watch {
  readonly onProgress?: ((finished: number, tokens: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const PROGRESS_MILLISECONDS = 100;

/** Rejects with the signal's reason once the workers have stopped. */
export async function callWithCounters<T>(
  { onProgress, signal }: Watch,
  work: (counters: Counters) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const counters: Counters = new Int32Array(new SharedArrayBuffer(4 * Object.keys(Counter).length));
  const progress = () =>
    onProgress?.(Atomics.load(counters, Counter.finished), Atomics.load(counters, Counter.tokens));
  const stop = () => Atomics.store(counters, Counter.stop, 1);
  const timer = onProgress && setInterval(progress, PROGRESS_MILLISECONDS);
  signal?.addEventListener('abort', stop);
  try {
    const result = await work(counters);
    signal?.throwIfAborted();
    progress();
    return result;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', stop);
  }
}
