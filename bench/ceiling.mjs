// The ceiling: matrix products that stay in the cache, one session and one thread per worker.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const SIZE = 256;
const PRODUCTS = 400;

/** FLOPs of one call of the function that `openCeiling` gives. */
export const ceilingFlops = (workers) => workers * PRODUCTS * 2 * SIZE ** 3;

export async function openCeiling(workers) {
  const threads = Array.from(
    { length: workers },
    () =>
      new Worker(new URL('./ceiling-worker.mjs', import.meta.url), {
        workerData: { size: SIZE, products: PRODUCTS },
      }),
  );
  const call = (thread) => {
    thread.postMessage('run');
    return once(thread, 'message');
  };
  return {
    run: () => Promise.all(threads.map(call)),
    close: () => Promise.all(threads.map((thread) => thread.terminate())),
  };
}
