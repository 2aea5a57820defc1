// A worker's part of a rollout: takes requests until none waits, samples them in one batch that never idles.
import type { JobInput, JobOutput } from '../messages.js';
import { Counter } from '../messages.js';
import type { WorkerContext } from '../worker.js';
import type { PackedRequests, PackedSamples } from './pack-rollout.js';
import { createPrefixCaches } from './prefix-caches.js';
import { advanceRow, compileEnvironment, type Row, startRow } from './row.js';
import { createRowCaches } from './row-caches.js';
import { createStep, paddedRows } from './step.js';

/** Rows of a worker's batch: enough for the matrix kernels, few enough for the caches to stay near the core. */
const SLOTS = 64;

/**
 * Requests are taken from a counter that all workers share, in shrinking portions, so that no worker waits long for
 * another at the end. A sample depends on nothing but its request and the weights, so who takes it does not matter.
 */
export async function runRollout(
  context: WorkerContext,
  input: JobInput<'rollout'>,
): Promise<JobOutput<'rollout'>> {
  const { requests, settings, counters } = input;
  const { environment } = settings;
  const stops = new Set(settings.stopTokens);
  const until = environment?.until;
  const replace = compileEnvironment(environment);
  const slots = Math.min(SLOTS, paddedRows(requests.count));
  const caches = createRowCaches(context.setup.decoder, slots);
  const prefixes = createPrefixCaches(context, requests);
  const step = await createStep(context, settings, caches, slots);
  const rows: Row[] = [];
  const finished: Row[] = [];
  let waiting: number[] = [];

  while (Atomics.load(counters, Counter.stop) === 0) {
    await admit();
    if (rows.length === 0) break;
    caches.reserve(1 + rows.reduce((most, row) => Math.max(most, row.position), 0), rows.length);
    const { tokens, logProbabilities } = await step(rows);
    const sampled = rows.length;
    for (let index = sampled - 1; index >= 0; index--) {
      const [token, logProbability] = [tokens[index] as number, logProbabilities[index] as number];
      if (advanceRow(rows[index] as Row, token, logProbability, replace, stops, until)) retire(index);
    }
    Atomics.add(counters, Counter.tokens, sampled);
  }
  return packSamples(finished);

  /** Fills the free slots. */
  async function admit(): Promise<void> {
    while (rows.length < slots) {
      if (waiting.length === 0) {
        waiting = claimRequests(requests, settings.workers, slots, counters);
        if (waiting.length === 0) return;
        await prefixes.prepare(waiting);
      }
      const request = waiting.shift() as number;
      const prefix = prefixes.of(request);
      const row = startRow(requests, request, prefix.lastToken, prefix.positions, until);
      caches.reserve(prefix.positions + 1, rows.length);
      caches.load(rows.length, prefix);
      rows.push(row);
    }
  }

  /** Ends a row; the last row takes its slot, so that live rows stay together. */
  function retire(index: number): void {
    finished.push(rows[index] as Row);
    const last = rows.pop() as Row;
    if (index < rows.length) {
      rows[index] = last;
      caches.move(rows.length, index);
    }
    Atomics.add(counters, Counter.finished, 1);
  }
}

/** The next requests for one worker: half of its share of what is left, at most a batch. */
function claimRequests(
  requests: PackedRequests,
  workers: number,
  slots: number,
  counters: Int32Array,
): number[] {
  for (;;) {
    const next = Atomics.load(counters, Counter.next);
    const left = requests.count - next;
    if (left <= 0) return [];
    const share = Math.ceil(left / (next === 0 ? workers : 2 * workers));
    const count = Math.min(share, slots);
    if (Atomics.compareExchange(counters, Counter.next, next, next + count) !== next) continue;
    return Array.from({ length: count }, (_, index) => next + index);
  }
}

function packSamples(rows: readonly Row[]): PackedSamples {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, index) => {
    starts[index + 1] = (starts[index] as number) + row.tokens.length;
  });
  return {
    requests: Int32Array.from(rows, (row) => row.request),
    starts,
    tokens: Int32Array.from(rows.flatMap((row) => row.tokens)),
    logProbabilities: Float32Array.from(rows.flatMap((row) => row.logProbabilities)),
    origins: Uint8Array.from(rows.flatMap((row) => row.origins)),
    stopped: Uint8Array.from(rows, (row) => Number(row.stopped)),
  };
}
