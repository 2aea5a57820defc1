// The meaning of each operation, in float64: the reference that gradients and encodings are checked against.
import type { Node } from '../ir/node.js';
import type { InputsOf, OperationKind, OperationOf } from '../ir/operations.js';
import { createTensor, elementAt, flatIndex, forEachIndex, sizeOf, type Tensor } from './tensor.js';

type TensorsFor<Nodes extends readonly Node[]> = { readonly [I in keyof Nodes]: Tensor };

interface Context<K extends OperationKind> {
  readonly op: OperationOf<K>;
  /** The shape of the result. */
  readonly shape: readonly number[];
  readonly inputs: TensorsFor<InputsOf<K>>;
  readonly feed: (name: string) => Tensor;
  readonly parameters: ArrayLike<number>;
}

type EvaluateRule<K extends OperationKind> = (context: Context<K>) => Tensor;

export const evaluateRules: { readonly [K in OperationKind]: EvaluateRule<K> } = {
  input: ({ op, feed }) => feed(op.name),
  parameter: ({ op, shape, parameters }) => ({
    shape,
    data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => parameters[op.offset + i] ?? Number.NaN),
  }),
  constant: ({ op, shape }) => ({ shape, data: Float64Array.from(op.values) }),
  iota: ({ shape }) => createTensor(shape, ([i = 0]) => i),

  negate: unary((x) => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  reciprocal: unary((x) => 1 / x),
  sigmoid: unary(sigmoid),
  silu: unary((x) => x * sigmoid(x)),
  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  minimum: binary(Math.min),
  maximum: binary(Math.max),
  less: binary((a, b) => Number(a < b)),
  lessOrEqual: binary((a, b) => Number(a <= b)),
  equal: binary((a, b) => Number(a === b)),
  where: ({ shape, inputs: [condition, a, b] }) =>
    createTensor(shape, (index) => elementAt(elementAt(condition, index) ? a : b, index)),
  cast: ({ op, shape, inputs: [x] }) => ({
    shape,
    data: op.to === 'float32' ? x.data : x.data.map(Math.trunc),
  }),
  stopGradient: ({ inputs: [x] }) => x,

  sum: ({ shape, inputs: [x] }) => reduce(x, shape, 0, (a, b) => a + b),
  max: ({ shape, inputs: [x] }) => reduce(x, shape, Number.NEGATIVE_INFINITY, Math.max),

  matmul: ({ op, shape, inputs: [a, b] }) => multiplyMatrices(shape, a, b, op),
  softmax: ({ inputs: [x] }) => softmax(x),
  softmaxMatmul: ({ shape, inputs: [scores, values] }) =>
    multiplyMatrices(shape, softmax(scores), values, { transposeA: false, transposeB: false, alpha: 1 }),
  rmsNormalize: ({ op, inputs: [x] }) =>
    mapRows(x, (row) => {
      const scale =
        1 / Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / row.length + op.epsilon);
      return row.map((value) => value * scale);
    }),
  rotary: ({ shape, inputs: [x, cos, sin] }) => {
    const half = (shape[3] ?? 0) / 2;
    return createTensor(shape, ([a = 0, h = 0, s = 0, d = 0]) => {
      const table = [a, s, d % half];
      const other = elementAt(x, [a, h, s, d < half ? d + half : d - half]);
      return (
        elementAt(x, [a, h, s, d]) * elementAt(cos, table) +
        (d < half ? -other : other) * elementAt(sin, table)
      );
    });
  },

  reshape: ({ shape, inputs: [x] }) => ({ shape, data: x.data }),
  transpose: ({ op, shape, inputs: [x] }) =>
    createTensor(shape, (index) =>
      elementAt(
        x,
        x.shape.map((_, axis) => index[op.permutation.indexOf(axis)] ?? 0),
      ),
    ),
  expand: ({ shape, inputs: [x] }) => createTensor(shape, (index) => elementAt(x, index)),
  slice: ({ op, shape, inputs: [x] }) =>
    createTensor(shape, (index) => elementAt(x, shift(index, op.axis, op.start))),
  pad: ({ op, shape, inputs: [x] }) =>
    createTensor(shape, (index) => {
      const at = (index[op.axis] ?? 0) - op.before;
      return at < 0 || at >= (x.shape[op.axis] ?? 0) ? 0 : elementAt(x, shift(index, op.axis, -op.before));
    }),
  concat: ({ op, shape, inputs }) =>
    createTensor(shape, (index) => {
      let start = 0;
      for (const input of inputs) {
        const size = input.shape[op.axis] ?? 0;
        if ((index[op.axis] ?? 0) < start + size) return elementAt(input, shift(index, op.axis, -start));
        start += size;
      }
      return Number.NaN;
    }),

  gather: ({ shape, inputs: [table, ids] }) =>
    createTensor(shape, (index) => {
      const row = elementAt(ids, index.slice(0, ids.shape.length));
      return elementAt(table, [row, ...index.slice(ids.shape.length)]);
    }),
  scatterAddRows: ({ shape, inputs: [ids, updates] }) => {
    const data = new Float64Array(sizeOf(shape));
    forEachIndex(updates.shape, ([row = 0, column = 0], flat) => {
      const at = flatIndex(shape, [ids.data[row] ?? 0, column]);
      data[at] = (data[at] ?? 0) + (updates.data[flat] ?? 0);
    });
    return { shape, data };
  },
  pick: ({ shape, inputs: [x, ids] }) =>
    createTensor(shape, (index) => elementAt(x, index.with(-1, elementAt(ids, index)))),
  place: ({ shape, inputs: [updates, ids] }) => {
    const data = new Float64Array(sizeOf(shape));
    forEachIndex(updates.shape, (index, flat) => {
      const at = flatIndex(shape, index.with(-1, ids.data[flat] ?? 0));
      data[at] = (data[at] ?? 0) + (updates.data[flat] ?? 0);
    });
    return { shape, data };
  },
  cumulativeSum: ({ op, inputs: [x] }) =>
    mapRows(x, (row) => {
      let total = 0;
      const sums = (op.reverse ? [...row].reverse() : [...row]).map((value) => {
        total += value;
        return total;
      });
      return Float64Array.from(op.reverse ? sums.reverse() : sums);
    }),
  argsort: ({ inputs: [x] }) =>
    mapRows(x, (row) =>
      Float64Array.from([...row.keys()].sort((i, j) => (row[j] ?? 0) - (row[i] ?? 0) || i - j)),
    ),
  argmax: ({ shape, inputs: [x] }) => {
    const width = x.shape.at(-1) ?? 1;
    return {
      shape,
      data: Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
        largest(x.data.subarray(i * width, (i + 1) * width)),
      ),
    };
  },
};

function unary(f: (x: number) => number) {
  return ({ inputs: [x] }: { readonly inputs: readonly [Tensor] }): Tensor => ({
    shape: x.shape,
    data: x.data.map(f),
  });
}

function binary(f: (a: number, b: number) => number) {
  return ({
    shape,
    inputs: [a, b],
  }: {
    readonly shape: readonly number[];
    readonly inputs: readonly [Tensor, Tensor];
  }): Tensor => createTensor(shape, (index) => f(elementAt(a, index), elementAt(b, index)));
}

function reduce(
  x: Tensor,
  shape: readonly number[],
  start: number,
  f: (a: number, b: number) => number,
): Tensor {
  const data = new Float64Array(sizeOf(shape)).fill(start);
  forEachIndex(x.shape, (index, flat) => {
    const at = flatIndex(
      shape,
      index.map((i, axis) => (shape[axis] === 1 ? 0 : i)),
    );
    data[at] = f(data[at] ?? 0, x.data[flat] ?? 0);
  });
  return { shape, data };
}

function multiplyMatrices(
  shape: readonly number[],
  a: Tensor,
  b: Tensor,
  op: { readonly transposeA: boolean; readonly transposeB: boolean; readonly alpha: number },
): Tensor {
  const inner = a.shape.at(op.transposeA ? -2 : -1) ?? 0;
  return createTensor(shape, (index) => {
    const leading = index.slice(0, -2);
    const [row = 0, column = 0] = index.slice(-2);
    let total = 0;
    for (let k = 0; k < inner; k++) {
      total +=
        elementAt(a, op.transposeA ? [...leading, k, row] : [...leading, row, k]) *
        elementAt(b, op.transposeB ? [...leading, column, k] : [...leading, k, column]);
    }
    return op.alpha * total;
  });
}

function softmax(x: Tensor): Tensor {
  return mapRows(x, (row) => {
    const top = Math.max(...row);
    const exponentials = row.map((value) => Math.exp(value - top));
    const total = exponentials.reduce((a, b) => a + b, 0);
    return exponentials.map((value) => value / total);
  });
}

function mapRows(x: Tensor, f: (row: Float64Array) => Float64Array): Tensor {
  const width = x.shape.at(-1) ?? 1;
  const data = new Float64Array(x.data.length);
  for (let start = 0; start < data.length; start += width)
    data.set(f(x.data.subarray(start, start + width)), start);
  return { shape: x.shape, data };
}

function largest(row: Float64Array): number {
  return row.indexOf(Math.max(...row));
}

function shift(index: readonly number[], axis: number, by: number): readonly number[] {
  return index.with(axis, (index[axis] ?? 0) + by);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
