// One optimizer step: adds the lanes' gradients in order and runs AdamW over the shared state.
import { Tensor } from 'onnxruntime-node';
import type { JobInput, JobOutput } from '../messages.js';
import type { WorkerContext } from '../worker.js';
import type { Tensors } from '../worker-sessions.js';

/** Leaves the state as it is when the gradient is not finite. */
export async function runOptimizer(
  { setup, sessions }: WorkerContext,
  input: JobInput<'optimize'>,
): Promise<JobOutput<'optimize'>> {
  const { state } = setup;
  const local = (values: Float32Array) => new Tensor('float32', new Float32Array(values), [values.length]);
  const scalars = Object.entries(input.scalars).map(([name, value]) => [name, local(Float32Array.of(value))]);
  const run = await sessions.graph('adamw');
  const outputs = await run({
    ...(Object.fromEntries(scalars) as Tensors),
    parameters: local(state.parameters),
    first_moment: local(state.firstMoment),
    second_moment: local(state.secondMoment),
    gradient: local(
      sumLanes(
        input.lanes.map((lane) => state.laneGradients[lane] as Float32Array),
        state.parameters.length,
      ),
    ),
  });
  const gradientNorm = Number(outputs.gradient_norm?.data[0]);
  if (!Number.isFinite(gradientNorm)) return { gradientNorm, applied: false };
  state.parameters.set(outputs.new_parameters?.data as Float32Array);
  state.firstMoment.set(outputs.new_first_moment?.data as Float32Array);
  state.secondMoment.set(outputs.new_second_moment?.data as Float32Array);
  return { gradientNorm, applied: true };
}

function sumLanes(gradients: readonly Float32Array[], elements: number): Float32Array {
  const [first, ...rest] = gradients;
  const sum = first === undefined ? new Float32Array(elements) : new Float32Array(first);
  for (const gradient of rest) {
    for (let index = 0; index < elements; index++)
      sum[index] = (sum[index] as number) + (gradient[index] as number);
  }
  return sum;
}
