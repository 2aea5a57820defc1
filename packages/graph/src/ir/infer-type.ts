// Shape and element type inference: one rule an operation.
import { addDims, countElements, type Dim, equalShapes, type Shape, subtractDims } from './dims.js';
import { lastDim, type Node, type TensorType } from './node.js';
import type { InputsOf, Operation, OperationKind, OperationOf } from './operations.js';

type InferRule<K extends OperationKind> = (op: OperationOf<K>, inputs: InputsOf<K>) => TensorType;

/** The type of an operation's result. Throws (our bug) when the operands do not fit. */
export function inferType(op: Operation, inputs: readonly Node[]): TensorType {
  return inferRules[op.kind](op as never, inputs as never);
}

const inferRules: { readonly [K in OperationKind]: InferRule<K> } = {
  input: (op) => ({ type: op.type, shape: op.shape }),
  parameter: (op) => ({ type: 'float32', shape: op.shape }),
  constant: (op) => {
    check(
      countElements(op.shape) === op.values.length,
      `a constant of shape ${show(op.shape)} has ${op.values.length} values`,
    );
    return { type: op.values instanceof Int32Array ? 'int32' : 'float32', shape: op.shape };
  },
  iota: (op) => ({ type: 'int32', shape: [op.length] }),

  negate: (_, [x]) => float(x),
  exp: (_, [x]) => float(x),
  log: (_, [x]) => float(x),
  sqrt: (_, [x]) => float(x),
  reciprocal: (_, [x]) => float(x),
  sigmoid: (_, [x]) => float(x),
  silu: (_, [x]) => float(x),
  add: (_, [a, b]) => elementwise(a, b),
  subtract: (_, [a, b]) => elementwise(a, b),
  multiply: (_, [a, b]) => elementwise(a, b),
  divide: (_, [a, b]) => elementwise(a, b),
  minimum: (_, [a, b]) => elementwise(a, b),
  maximum: (_, [a, b]) => elementwise(a, b),
  less: (_, [a, b]) => ({ ...elementwise(a, b), type: 'bool' }),
  lessOrEqual: (_, [a, b]) => ({ ...elementwise(a, b), type: 'bool' }),
  equal: (_, [a, b]) => ({ ...elementwise(a, b), type: 'bool' }),
  where: (_, [condition, a, b]) => {
    check(condition.type === 'bool', 'where needs a bool condition');
    const value = elementwise(a, b);
    return { type: value.type, shape: broadcastShapes(condition.shape, value.shape) };
  },
  cast: (op, [x]) => ({ type: op.to, shape: x.shape }),
  stopGradient: (_, [x]) => ({ type: x.type, shape: x.shape }),

  sum: (op, [x]) => reduced(x, op.axes),
  max: (op, [x]) => reduced(x, op.axes),

  matmul: (op, [a, b]) => {
    check(a.shape.length >= 2 && b.shape.length >= 2, 'matmul needs at least two axes');
    const [rows, innerA] = matrix(a.shape, op.transposeA);
    const [innerB, columns] = matrix(b.shape, op.transposeB);
    check(innerA === innerB, `matmul of ${show(a.shape)} and ${show(b.shape)}: ${innerA} is not ${innerB}`);
    const leading = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return { type: 'float32', shape: [...leading, rows, columns] };
  },
  softmax: (_, [x]) => float(x),
  softmaxMatmul: (_, [scores, values]) => {
    check(
      equalShapes(scores.shape.slice(0, -2), values.shape.slice(0, -2)),
      'softmaxMatmul does not broadcast',
    );
    check(lastDim(scores) === values.shape.at(-2), 'softmaxMatmul needs as many values as scores');
    return { type: 'float32', shape: [...scores.shape.slice(0, -1), lastDim(values)] };
  },
  rmsNormalize: (_, [x]) => {
    check(typeof lastDim(x) === 'number', 'rmsNormalize needs a known last axis');
    return float(x);
  },
  rotary: (_, [x, cos, sin]) => {
    const [a, , s, d] = x.shape;
    check(x.shape.length === 4 && typeof d === 'number' && d % 2 === 0, 'rotary needs [A, H, S, even D]');
    check(
      equalShapes(cos.shape, [a ?? 0, s ?? 0, (d as number) / 2]),
      `rotary of ${show(x.shape)} by ${show(cos.shape)}`,
    );
    check(equalShapes(cos.shape, sin.shape), 'rotary needs cos and sin of one shape');
    return float(x);
  },

  reshape: (op, [x]) => {
    check(
      countElements(x.shape) === countElements(op.shape),
      `reshape of ${show(x.shape)} to ${show(op.shape)}`,
    );
    return { type: x.type, shape: op.shape };
  },
  transpose: (op, [x]) => {
    const axes = [...op.permutation].sort((a, b) => a - b);
    check(
      equalShapes(
        axes,
        x.shape.map((_dim, axis) => axis),
      ),
      `transpose of ${show(x.shape)} by ${op.permutation}`,
    );
    return { type: x.type, shape: op.permutation.map((axis) => dimAt(x, axis)) };
  },
  expand: (op, [x]) => {
    check(
      equalShapes(broadcastShapes(x.shape, op.shape), op.shape),
      `expand of ${show(x.shape)} to ${show(op.shape)}`,
    );
    return { type: x.type, shape: op.shape };
  },
  slice: (op, [x]) => {
    const size = subtractDims(op.end, op.start);
    const left = subtractDims(dimAt(x, op.axis), op.end);
    check(
      op.start >= 0 && !(typeof left === 'number' && left < 0) && !(typeof size === 'number' && size < 0),
      `slice ${op.start}:${op.end} of axis ${op.axis} of ${show(x.shape)}`,
    );
    return { type: x.type, shape: x.shape.with(op.axis, size) };
  },
  pad: (op, [x]) => {
    check(op.before >= 0 && op.after >= 0, 'pad adds a negative number of elements');
    return { type: x.type, shape: x.shape.with(op.axis, addDims(dimAt(x, op.axis), op.before + op.after)) };
  },
  concat: (op, inputs) => {
    const [first] = inputs;
    if (first === undefined) throw new Error('concat needs an operand');
    const rest = first.shape.with(op.axis, 0);
    for (const input of inputs) {
      check(
        input.type === first.type && equalShapes(input.shape.with(op.axis, 0), rest),
        `concat along ${op.axis} of ${inputs.map((node) => show(node.shape)).join(', ')}`,
      );
    }
    const size = inputs.map((input) => dimAt(input, op.axis)).reduce(addDims);
    return { type: first.type, shape: first.shape.with(op.axis, size) };
  },

  gather: (_, [table, ids]) => {
    check(ids.type === 'int32', 'gather needs int32 ids');
    return { type: table.type, shape: [...ids.shape, ...table.shape.slice(1)] };
  },
  scatterAddRows: (op, [ids, updates]) => {
    check(
      ids.type === 'int32' && ids.shape.length === 1 && updates.shape.length === 2,
      'scatterAddRows needs [n] and [n, D]',
    );
    check(ids.shape[0] === updates.shape[0], 'scatterAddRows needs as many ids as updates');
    return { type: 'float32', shape: [op.rows, lastDim(updates)] };
  },
  pick: (_, [x, ids]) => {
    check(
      ids.type === 'int32' && equalShapes(x.shape.slice(0, -1), ids.shape.slice(0, -1)),
      `pick of ${show(x.shape)} by ${show(ids.shape)}`,
    );
    return { type: x.type, shape: ids.shape };
  },
  place: (op, [updates, ids]) => {
    check(ids.type === 'int32' && equalShapes(updates.shape, ids.shape), 'place needs an id for each update');
    return { type: updates.type, shape: updates.shape.with(-1, op.size) };
  },
  cumulativeSum: (_, [x]) => float(x),
  argsort: (_, [x]) => {
    check(typeof lastDim(x) === 'number', 'argsort needs a known last axis');
    return { type: 'int32', shape: x.shape };
  },
  argmax: (_, [x]) => ({ type: 'int32', shape: x.shape.with(-1, 1) }),
};

/** The shape of an elementwise result: axes align at the end, and 1 stretches (NumPy's rule). */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    check(left === right || left === 1 || right === 1, `shapes ${show(a)} and ${show(b)} do not broadcast`);
    return left === 1 ? right : left;
  });
}

function elementwise(a: Node, b: Node): TensorType {
  check(a.type === b.type, `elementwise operands of types ${a.type} and ${b.type}`);
  return { type: a.type, shape: broadcastShapes(a.shape, b.shape) };
}

function reduced(x: Node, axes: readonly number[]): TensorType {
  check(
    axes.every((axis) => axis >= 0 && axis < x.shape.length),
    `axes ${axes} of ${show(x.shape)}`,
  );
  return { type: x.type, shape: x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) };
}

function float(x: Node): TensorType {
  check(x.type === 'float32', `a float32 operand is needed, not ${x.type}`);
  return { type: 'float32', shape: x.shape };
}

function matrix(shape: Shape, transposed: boolean): readonly [Dim, Dim] {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  return transposed ? [columns, rows] : [rows, columns];
}

function dimAt(node: Node, axis: number): Dim {
  const dim = node.shape[axis];
  if (dim === undefined) throw new Error(`axis ${axis} of ${show(node.shape)}`);
  return dim;
}

function show(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(`graph: ${message}`);
}
