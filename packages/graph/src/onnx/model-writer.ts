// Collects ONNX nodes and initializers under unique names.
import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from '../generated/onnx_pb.js';
import type { Dim } from '../ir/dims.js';
import { dimTerms } from '../ir/dims.js';
import type { ElementType } from '../ir/node.js';

export const onnxTypes = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
};

type Attributes = Readonly<Record<string, Attribute>>;
type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string };

export type ModelWriter = ReturnType<typeof createModelWriter>;

/** `sizes`: where each symbolic dimension can be read: the input's name and its axis. */
export function createModelWriter(
  sizes: ReadonlyMap<Dim, { readonly input: string; readonly axis: number }>,
) {
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const shared = new Map<string, string>();
  let count = 0;

  function fresh(hint: string): string {
    return `${hint}.${count++}`;
  }

  function emitAll(
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes = {},
  ): void {
    nodes.push(
      create(NodeProtoSchema, {
        opType,
        name: fresh(opType),
        input: [...inputs],
        output: [...outputs],
        attribute: Object.entries(attributes).map(createAttribute),
      }),
    );
  }

  /** Adds a node with one output and returns the output's name. */
  function emit(
    opType: string,
    inputs: readonly string[],
    attributes?: Attributes,
    output = fresh(opType),
  ): string {
    emitAll(opType, inputs, [output], attributes);
    return output;
  }

  /** Does the work once for all who ask with the same key. */
  function once(key: string, make: () => string): string {
    const name = shared.get(key) ?? make();
    shared.set(key, name);
    return name;
  }

  function addInitializer(
    name: string,
    type: ElementType | 'int64',
    dims: readonly number[],
    rawData: Uint8Array,
  ): string {
    initializers.push(
      create(TensorProtoSchema, {
        name,
        dims: dims.map(BigInt),
        dataType: onnxTypes[type],
        rawData,
        docString: '',
      }),
    );
    return name;
  }

  /** An int64 vector, as axes, pads and shapes are given. */
  function int64s(values: readonly number[], rank: 0 | 1 = 1): string {
    return once(`int64:${rank}:${values}`, () =>
      addInitializer(
        fresh('int64'),
        'int64',
        rank === 0 ? [] : [values.length],
        bytesOf(BigInt64Array.from(values, BigInt)),
      ),
    );
  }

  /** A dimension as an int64 vector of one element, computed while the graph runs when it is symbolic. */
  function size(dim: Dim): string {
    if (typeof dim === 'number') return int64s([dim]);
    return once(`size:${dim}`, () => {
      const source = sizes.get(dim);
      if (source !== undefined) {
        return emit('Shape', [source.input], { start: { int: source.axis }, end: { int: source.axis + 1 } });
      }
      const terms = dimTerms(dim);
      if (terms.length === 1 && terms[0]?.coefficient === 1 && terms[0].symbols.length === 1) {
        throw new Error(`graph: no input has the size '${dim}'`);
      }
      return terms
        .map(({ coefficient, symbols }) =>
          [
            ...(coefficient === 1 && symbols.length > 0 ? [] : [int64s([coefficient])]),
            ...symbols.map(size),
          ].reduce((a, b) => emit('Mul', [a, b])),
        )
        .reduce((a, b) => emit('Add', [a, b]));
    });
  }

  /** A whole shape as an int64 vector. With `infer`, one axis that would have to be computed becomes -1. */
  function shape(dims: readonly Dim[], infer: boolean): string {
    const symbolic = dims.filter((dim) => typeof dim === 'string');
    const left = infer ? (symbolic.find((dim) => !sizes.has(dim)) ?? symbolic.at(-1) ?? '') : '';
    const axis = dims.indexOf(left);
    const known = dims.map((dim, index) => (index === axis ? -1 : dim));
    if (known.every((dim) => typeof dim === 'number')) return int64s(known);
    return once(`shape:${known}`, () => emit('Concat', known.map(size), { axis: { int: 0 } }));
  }

  return { nodes, initializers, fresh, emit, emitAll, once, addInitializer, int64s, size, shape };
}

export function bytesOf(values: Float32Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function createAttribute([name, value]: [string, Attribute]): AttributeProto {
  if ('int' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value.int) });
  if ('float' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
  if ('ints' in value) {
    return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.ints.map(BigInt) });
  }
  return create(AttributeProtoSchema, {
    name,
    type: AttributeType.STRING,
    s: new TextEncoder().encode(value.text),
  });
}
