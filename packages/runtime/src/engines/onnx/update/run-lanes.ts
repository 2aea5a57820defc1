// A worker's part of an update: takes lanes until none is left, sums the gradient of each.
import { Tensor } from 'onnxruntime-node';
import { Counter, type JobInput, type JobOutput } from '../messages.js';
import type { WorkerContext } from '../worker.js';
import type { Tensors } from '../worker-sessions.js';
import type { LaneResult, LaneWork, Microbatch, MicrobatchSums } from './lane-work.js';

const GRADIENT_OUTPUTS = ['gradient', 'loss', 'clipped', 'entropy', 'kl'];

export async function runLanes(
  context: WorkerContext,
  input: JobInput<'lanes'>,
): Promise<JobOutput<'lanes'>> {
  const { lanes, counters } = input;
  const { laneGradients } = context.setup.state;
  const run = await context.sessions.graph('train');
  const known = context.setup.graphs.train.description.outputs.map((output) => output.name);
  const outputs = GRADIENT_OUTPUTS.filter((output) => known.includes(output));
  const results: LaneResult[] = [];
  for (;;) {
    const lane = Atomics.add(counters, Counter.next, 1);
    const microbatches = lanes[lane];
    if (microbatches === undefined) return results;
    if (microbatches.length === 0) continue;
    const shared = laneGradients[lane] as Float32Array;
    const sums: MicrobatchSums[] = [];
    let accumulator = new Float32Array(shared.length);
    for (const microbatch of microbatches) {
      if (Atomics.load(counters, Counter.stop) !== 0) return results;
      const feeds = { ...microbatchFeeds(input, microbatch), accumulator: vector(accumulator) };
      const made = await run(feeds, outputs);
      accumulator = made.gradient?.data as Float32Array<ArrayBuffer>;
      sums.push(readSums(made));
    }
    shared.set(accumulator);
    results.push({ lane, sums });
  }
}

function microbatchFeeds({ scalars }: LaneWork, { rows, time, tokens, targets }: Microbatch): Tensors {
  const feeds = [
    ...Object.entries(targets).map(
      ([name, values]) => [name, new Tensor('float32', values, [rows, time - 1])] as const,
    ),
    ...Object.entries(scalars).map(([name, value]) => [name, vector(Float32Array.of(value))] as const),
  ];
  return { tokens: new Tensor('int32', tokens, [rows, time]), ...Object.fromEntries(feeds) };
}

function readSums(outputs: Tensors): MicrobatchSums {
  const first = (name: string) => Number(outputs[name]?.data[0] ?? 0);
  return { loss: first('loss'), clipped: first('clipped'), entropy: first('entropy'), kl: first('kl') };
}

const vector = (values: Float32Array) => new Tensor('float32', values, [values.length]);
