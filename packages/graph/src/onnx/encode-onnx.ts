// Encodes a graph as an ONNX file whose weights lie at known places, to be patched without a protobuf reader.
import { create, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  type TypeProto,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from '../generated/onnx_pb.js';
import { countElements, type Dim } from '../ir/dims.js';
import type { ElementType, Graph, Node, TensorType } from '../ir/node.js';
import { verifyGraph } from '../ir/verify-graph.js';
import { encodeRules } from './encode-rules.js';
import { locateInitializers } from './locate-initializers.js';
import { createModelWriter, type ModelWriter, onnxTypes } from './model-writer.js';

export interface TensorInfo {
  readonly name: string;
  readonly type: ElementType | 'int64';
  /** A number, or the name of a size that a run chooses. */
  readonly shape: readonly (number | string)[];
}

export interface WeightInfo {
  readonly name: string;
  readonly shape: readonly number[];
  /** Elements before this weight in the flat parameter vector. */
  readonly flatOffset: number;
  readonly elements: number;
  /** Byte offset of the weight's little-endian float32 data in the file; a multiple of 4. */
  readonly fileOffset: number;
}

/** What a runtime needs to know to feed, run and patch an encoded graph. */
export interface GraphManifest {
  readonly name: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly weights: readonly WeightInfo[];
}

/** Files are read by protobuf parsers, which stop at 2 GiB. */
const largestFile = 2 ** 31 - 1;

export interface EncodeOptions {
  /**
   * 'initializers' (default): inside the file, to be patched; fastest to run, but a session is made for each set of
   * weights. 'inputs': inputs under their names, for a graph whose session takes longer to make than it saves.
   */
  readonly weights?: 'initializers' | 'inputs';
}

/** The graph as ONNX bytes (weights are zeros) and its manifest. Throws when the file would exceed 2 GiB. */
export function encodeOnnx(
  graph: Graph,
  options: EncodeOptions = {},
): { readonly bytes: Uint8Array; readonly manifest: GraphManifest } {
  verifyGraph(graph);
  const writer = createModelWriter(findSizes(graph));
  const inside = options.weights === 'inputs' ? [] : graph.parameters;
  const inputs = options.weights === 'inputs' ? [...graph.inputs, ...graph.parameters] : graph.inputs;
  for (const node of inside) addWeight(writer, node);
  emitNodes(writer, graph);

  const model = create(ModelProtoSchema, {
    irVersion: 11n,
    producerName: 'allot',
    opsetImport: [{ domain: '', version: 23n }],
    graph: {
      name: graph.name,
      node: writer.nodes,
      initializer: writer.initializers,
      input: inputs.map((node) => describe(nameOf(node), node)),
      output: graph.outputs.map(({ name, node }) => describe(name, node)),
    },
  });
  const bytes = alignWeights(() => toBinary(ModelProtoSchema, model), writer, inside.length);
  const places = locateInitializers(bytes);
  return {
    bytes,
    manifest: {
      name: graph.name,
      inputs: inputs.map((node) => ({ name: nameOf(node), type: node.type, shape: node.shape })),
      outputs: graph.outputs.map(({ name, node }) => ({ name, type: node.type, shape: node.shape })),
      weights: inside.map((node) => describeWeight(node, places)),
    },
  };
}

function emitNodes(writer: ModelWriter, graph: Graph): void {
  const outputs = new Map<Node, string>();
  for (const { name, node } of graph.outputs) if (!outputs.has(node)) outputs.set(node, name);
  const names = new Map<Node, string>();
  for (const node of graph.nodes) {
    const context = {
      op: node.op,
      node,
      inputs: node.inputs,
      names: node.inputs.map((input) => names.get(input)),
      output: outputs.get(node),
    };
    names.set(node, encodeRules[node.op.kind](writer, context as never));
  }
  for (const { name, node } of graph.outputs) {
    const value = names.get(node);
    if (value !== undefined && value !== name) writer.emit('Identity', [value], {}, name);
  }
}

/** Where each symbolic size can be read while the graph runs. */
function findSizes(graph: Graph): ReadonlyMap<Dim, { readonly input: string; readonly axis: number }> {
  const sizes = new Map<Dim, { readonly input: string; readonly axis: number }>();
  for (const node of graph.inputs) {
    node.shape.forEach((dim, axis) => {
      if (typeof dim === 'string' && !sizes.has(dim)) sizes.set(dim, { input: nameOf(node), axis });
    });
  }
  return sizes;
}

function addWeight(writer: ModelWriter, node: Node): void {
  const shape = node.shape as readonly number[];
  writer.addInitializer(nameOf(node), 'float32', shape, new Uint8Array(4 * Number(countElements(shape))));
}

/** Pads the text before each weight until its data starts at a multiple of 4 bytes. */
function alignWeights(encode: () => Uint8Array, writer: ModelWriter, weights: number): Uint8Array {
  const size = writer.initializers.reduce((total, tensor) => total + (tensor.rawData?.length ?? 0), 0);
  if (size > largestFile)
    throw new RangeError(`an ONNX file cannot hold ${size} bytes of weights (the limit is 2 GiB)`);
  for (let attempt = 0; attempt < 16; attempt++) {
    const bytes = encode();
    const places = locateInitializers(bytes);
    let shift = 0;
    writer.initializers.slice(0, weights).forEach((tensor, index) => {
      const before = writer.initializers[index - 1];
      const misaligned = (places.get(tensor.name ?? '') ?? 0) + shift;
      if (misaligned % 4 === 0) return;
      const padding = 4 - (misaligned % 4);
      shift += padding;
      if (before !== undefined) before.docString += '.'.repeat(padding);
      else writer.nodes[0]!.docString = `${writer.nodes[0]?.docString ?? ''}${'.'.repeat(padding)}`;
    });
    if (shift === 0) return bytes;
  }
  throw new Error('graph: the weights of the ONNX file could not be aligned');
}

function describeWeight(node: Node, places: ReadonlyMap<string, number>): WeightInfo {
  if (node.op.kind !== 'parameter') throw new Error(`graph: ${node.op.kind} is not a weight`);
  const fileOffset = places.get(node.op.name);
  if (fileOffset === undefined) throw new Error(`graph: the weight '${node.op.name}' is not in the file`);
  const { name, shape, offset } = node.op;
  return { name, shape, flatOffset: offset, elements: Number(countElements(shape)), fileOffset };
}

function describe(name: string, { type, shape }: TensorType): ValueInfoProto {
  return create(ValueInfoProtoSchema, { name, type: tensorType(onnxTypes[type], shape) });
}

function tensorType(elemType: number, shape: readonly Dim[]): TypeProto {
  return create(TypeProtoSchema, {
    value: {
      case: 'tensorType',
      value: {
        elemType,
        shape: {
          dim: shape.map((dim) =>
            typeof dim === 'number'
              ? { value: { case: 'dimValue' as const, value: BigInt(dim) } }
              : { value: { case: 'dimParam' as const, value: dim } },
          ),
        },
      },
    },
  });
}

function nameOf(node: Node): string {
  if ('name' in node.op) return node.op.name;
  throw new Error(`graph: a ${node.op.kind} has no name`);
}
