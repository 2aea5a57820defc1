// Runs an encoded graph in onnxruntime, for tests.
import * as ort from 'onnxruntime-node';
import type { Feeds } from '../evaluate/evaluate-graph.js';
import type { Tensor } from '../evaluate/tensor.js';
import type { Graph } from '../ir/node.js';
import { encodeOnnx, type GraphManifest } from '../onnx/encode-onnx.js';

export interface OnnxRunner {
  readonly manifest: GraphManifest;
  readonly run: (inputs: Feeds['inputs']) => Promise<Record<string, Tensor>>;
}

/** Opens a session whose weights were patched into the file, as the runtime does. */
export async function openOnnx(
  graph: Graph,
  parameters: ArrayLike<number> = [],
  options: ort.InferenceSession.SessionOptions = { intraOpNumThreads: 1 },
): Promise<OnnxRunner> {
  const { bytes, manifest } = encodeOnnx(graph);
  patchWeights(bytes, manifest, parameters);
  const session = await ort.InferenceSession.create(bytes, options);
  return {
    manifest,
    run: async (inputs) => {
      const feeds = manifest.inputs.map(({ name, type }) => [name, toOnnx(type, inputs[name] as Tensor)]);
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromOnnx(value)]));
    },
  };
}

export function patchWeights(
  bytes: Uint8Array,
  manifest: GraphManifest,
  parameters: ArrayLike<number>,
): void {
  const flat = Float32Array.from(parameters);
  for (const { flatOffset, elements, fileOffset } of manifest.weights) {
    const place = new Float32Array(bytes.buffer, bytes.byteOffset + fileOffset, elements);
    place.set(flat.subarray(flatOffset, flatOffset + elements));
  }
}

function toOnnx(type: string, { shape, data }: Tensor): ort.Tensor {
  if (type === 'bool') return new ort.Tensor('bool', Uint8Array.from(data), [...shape]);
  return type === 'int32'
    ? new ort.Tensor('int32', Int32Array.from(data), [...shape])
    : new ort.Tensor('float32', Float32Array.from(data), [...shape]);
}

function fromOnnx(value: ort.Tensor): Tensor {
  return { shape: value.dims, data: Float64Array.from(value.data as Float32Array) };
}
