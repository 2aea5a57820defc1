// `optimizer.safetensors`: both moments of AdamW, by parameter.
import type { Phase } from '@allot/spec';
import { asTensors, type ParameterLayout, readParameters } from './parameters.js';
import { openSafetensors, writeSafetensors } from './safetensors.js';

/** Flat vectors, in the layout's order. */
export interface Moments {
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** Optimizer steps taken. */
  readonly optimizerStep: number;
}

/** The file is durable when this returns. File system errors are thrown. */
export const writeMoments = (
  file: string,
  layout: ParameterLayout,
  { firstMoment, secondMoment, optimizerStep }: Moments,
): Promise<void> =>
  writeSafetensors(
    file,
    asTensors(layout, { 'first_moment.': firstMoment, 'second_moment.': secondMoment }),
    { optimizer_step: String(optimizerStep) },
  );

/** The moments of `file`; how many steps they stand for, the caller knows. */
export async function readMoments(
  file: string,
  layout: ParameterLayout,
): Promise<Phase<Omit<Moments, 'optimizerStep'>>> {
  const [tensors, problems] = await openSafetensors(file);
  if (!tensors) return [undefined, problems];
  const read = (prefix: string): Promise<Phase<Float32Array>> =>
    readParameters(
      file,
      tensors,
      layout.map((parameter) => ({ ...parameter, name: prefix + parameter.name })),
      () => true,
    );
  const [firstMoment, first] = await read('first_moment.');
  const [secondMoment, second] = await read('second_moment.');
  return firstMoment && secondMoment
    ? [{ firstMoment, secondMoment }, []]
    : [undefined, [...first, ...second]];
}
