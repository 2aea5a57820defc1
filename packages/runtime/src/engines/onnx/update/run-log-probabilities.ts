// A worker's part of recomputing log-probabilities: takes batches until none is left.
import { Tensor } from 'onnxruntime-node';
import { Counter, type JobInput, type JobOutput } from '../messages.js';
import type { WorkerContext } from '../worker.js';

export async function runLogProbabilities(
  { sessions }: WorkerContext,
  { batches, of, temperature, counters }: JobInput<'logProbabilities'>,
): Promise<JobOutput<'logProbabilities'>> {
  const run = await sessions.graph('logProbabilities', of);
  const results: { batch: number; values: Float32Array[] }[] = [];
  for (;;) {
    const batch = Atomics.add(counters, Counter.next, 1);
    const sequences = batches[batch];
    if (sequences === undefined || Atomics.load(counters, Counter.stop) !== 0) return results;
    const time = Math.max(...sequences.map((sequence) => sequence.length));
    const tokens = new Int32Array(sequences.length * time);
    sequences.forEach((sequence, row) => {
      tokens.set(sequence, row * time);
    });
    const feeds = {
      tokens: new Tensor('int32', tokens, [sequences.length, time]),
      temperature: new Tensor('float32', Float32Array.of(temperature), [1]),
    };
    const outputs = await run(feeds, ['log_probabilities']);
    const values = outputs.log_probabilities?.data as Float32Array;
    results.push({
      batch,
      values: sequences.map((sequence, row) =>
        values.slice(row * (time - 1), row * (time - 1) + sequence.length - 1),
      ),
    });
  }
}
