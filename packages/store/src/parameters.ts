// A policy's flat parameter vector, read from tensors by name and written as such.
import { type Diagnostic, type EmittedEngine, hasErrors, type Phase, showText } from '@allot/spec';
import { report } from './catalog.js';
import { readingFiles } from './file-errors.js';
import { decodeFloats, floatBytes, readTensor, type StoredTensor } from './safetensors.js';
import type { NamedTensor } from './safetensors-header.js';

/** Names, shapes and offsets of the flat parameter vector. */
export type ParameterLayout = EmittedEngine['parameters'];

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const parameterCount = (layout: ParameterLayout): number =>
  layout.reduce((sum, { shape }) => sum + elements(shape), 0);

/**
 * Reads tensors into one flat vector of `parameterCount(layout)` float32 values, a piece at a time. `place` is the file or
 * folder that messages name. Tensors that transformers derives (a tied lm_head, rotary tables) may be there; other unknown
 * ones are errors.
 */
export async function readParameters(
  place: string,
  tensors: readonly StoredTensor[],
  layout: ParameterLayout,
  mayIgnore: (name: string) => boolean = isDerived,
): Promise<Phase<Float32Array>> {
  const diagnostics = misfits(place, tensors, layout, mayIgnore);
  if (hasErrors(diagnostics)) return [undefined, diagnostics];
  const values = allocate(parameterCount(layout));
  if (!values)
    return [undefined, [report('model/out-of-memory', { place, bytes: 4 * parameterCount(layout) })]];
  const offsets = new Map(layout.map(({ name, offset }) => [name, offset]));
  return readingFiles(async () => {
    for (const tensor of tensors) {
      const offset = offsets.get(tensor.name);
      const width = floatBytes(tensor.dtype);
      if (offset === undefined || width === undefined) continue;
      for await (const { at, bytes } of readTensor(tensor)) {
        values.set(decodeFloats(tensor.dtype, bytes), offset + at / width);
      }
    }
    return [values, []];
  });
}

function misfits(
  place: string,
  tensors: readonly StoredTensor[],
  layout: ParameterLayout,
  mayIgnore: (name: string) => boolean,
): readonly Diagnostic[] {
  const known = new Map(layout.map((parameter) => [parameter.name, parameter]));
  const present = new Set(tensors.map(({ name }) => name));
  const diagnostics = layout
    .filter(({ name }) => !present.has(name))
    .map(({ name }): Diagnostic => report('model/missing-tensor', { file: place, tensor: name }));
  for (const { name, shape, dtype, file } of tensors) {
    const parameter = known.get(name);
    const tensor = showText(name);
    if (!parameter) {
      if (!mayIgnore(name)) diagnostics.push(report('model/unexpected-tensor', { file, tensor }));
    } else if (shape.join() !== parameter.shape.join()) {
      const expected = parameter.shape.join(', ');
      diagnostics.push(report('model/wrong-shape', { file, tensor, actual: shape.join(', '), expected }));
    } else if (floatBytes(dtype) === undefined) {
      diagnostics.push(report('model/unsupported-dtype', { file, tensor, dtype }));
    }
  }
  return diagnostics;
}

/** A tied output embedding (the layout has none of its own) or a rotary table. */
const isDerived = (name: string): boolean =>
  name === 'lm_head.weight' || name.endsWith('rotary_emb.inv_freq');

function allocate(length: number): Float32Array | undefined {
  try {
    return new Float32Array(length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The parameters of flat vectors as tensors, each vector's names behind its prefix; they share the vectors' memory. */
export const asTensors = (
  layout: ParameterLayout,
  vectors: Readonly<Record<string, Float32Array>>,
): readonly NamedTensor[] =>
  Object.entries(vectors).flatMap(([prefix, values]) =>
    layout.map(({ name, shape, offset }) => ({
      name: prefix + name,
      shape,
      data: values.subarray(offset, offset + elements(shape)),
    })),
  );
