// Reverse-mode rules, one an operation: y is the result, dy the gradient that arrives at it.
import type { Builder } from '../ir/builder.js';
import { addDims, multiplyDims, subtractDims } from '../ir/dims.js';
import { inverseRootMeanSquare } from '../ir/lower-graph.js';
import { lastDim, type Node } from '../ir/node.js';
import type { InputsOf, OperationKind, OperationOf } from '../ir/operations.js';

/** A gradient for each input, before broadcasting is undone; null where none flows. */
type GradientRule<K extends OperationKind> = (
  g: Builder,
  dy: Node,
  context: { readonly y: Node; readonly op: OperationOf<K>; readonly inputs: InputsOf<K> },
) => readonly (Node | null)[];

export const gradientRules: { readonly [K in OperationKind]: GradientRule<K> } = {
  input: () => [],
  parameter: () => [],
  constant: () => [],
  iota: () => [],

  negate: (g, dy) => [g.negate(dy)],
  // d exp(x) = exp(x)
  exp: (g, dy, { y }) => [g.multiply(dy, y)],
  // d log(x) = 1 / x
  log: (g, dy, { inputs: [x] }) => [g.divide(dy, x)],
  // d sqrt(x) = 1 / (2 sqrt(x))
  sqrt: (g, dy, { y }) => [g.divide(g.scale(dy, 0.5), y)],
  // d (1 / x) = -1 / x^2
  reciprocal: (g, dy, { y }) => [g.negate(g.multiply(dy, g.multiply(y, y)))],
  // d s(x) = s (1 - s)
  sigmoid: (g, dy, { y }) => [g.multiply(dy, g.multiply(y, g.subtract(g.scalar(1), y)))],
  // y = x s(x): dy/dx = s + y (1 - s)
  silu: (g, dy, { y, inputs: [x] }) => {
    const s = g.sigmoid(x);
    return [g.multiply(dy, g.add(s, g.multiply(y, g.subtract(g.scalar(1), s))))];
  },
  add: (_, dy) => [dy, dy],
  subtract: (g, dy) => [dy, g.negate(dy)],
  multiply: (g, dy, { inputs: [a, b] }) => [g.multiply(dy, b), g.multiply(dy, a)],
  // d (a / b) = da / b - (a / b) db / b
  divide: (g, dy, { y, inputs: [, b] }) => [g.divide(dy, b), g.negate(g.divide(g.multiply(dy, y), b))],
  // On a tie the first operand receives all
  minimum: (g, dy, { inputs: [a, b] }) => [
    onlyWhere(g, g.lessOrEqual(a, b), dy),
    onlyWhere(g, g.less(b, a), dy),
  ],
  maximum: (g, dy, { inputs: [a, b] }) => [
    onlyWhere(g, g.lessOrEqual(b, a), dy),
    onlyWhere(g, g.less(a, b), dy),
  ],
  less: () => [null, null],
  lessOrEqual: () => [null, null],
  equal: () => [null, null],
  where: (g, dy, { inputs: [condition] }) => [
    null,
    onlyWhere(g, condition, dy),
    g.where(condition, g.scalar(0), dy),
  ],
  cast: (g, dy, { inputs: [x] }) => [x.type === 'float32' ? g.cast(dy, 'float32') : null],
  stopGradient: () => [null],

  sum: (g, dy, { inputs: [x] }) => [g.expand(dy, x.shape)],
  // Tied maxima share equally
  max: (g, dy, { y, op, inputs: [x] }) => {
    const isMax = g.cast(g.equal(x, y), 'float32');
    return [g.multiply(isMax, g.divide(dy, g.sum(isMax, op.axes)))];
  },

  // y = alpha A B: dA = alpha dy B', dB = alpha A' dy, each in the operand's own orientation
  matmul: (g, dy, { op: { transposeA: ta, transposeB: tb, alpha }, inputs: [a, b] }) => [
    ta
      ? g.matmul(b, dy, { transposeA: tb, transposeB: true, alpha })
      : g.matmul(dy, b, { transposeB: !tb, alpha }),
    tb
      ? g.matmul(dy, a, { transposeA: true, transposeB: ta, alpha })
      : g.matmul(a, dy, { transposeA: !ta, alpha }),
  ],
  // dx = y (dy - sum(dy y))
  softmax: (g, dy, { y }) => [g.multiply(y, g.subtract(dy, sumLast(g, g.multiply(dy, y))))],
  // O = P V with P = softmax(S): dS = P (dO V' - sum(dO O)), dV = P' dO (FlashAttention, arXiv:2205.14135, appendix B.2)
  softmaxMatmul: (g, dy, { y, op, inputs: [scores, values] }) => {
    const p = g.softmax(scores, op);
    const dp = g.matmul(dy, values, { transposeB: true });
    return [
      g.multiply(p, g.subtract(dp, sumLast(g, g.multiply(dy, y)))),
      g.matmul(p, dy, { transposeA: true }),
    ];
  },
  // y = x r with r = 1 / sqrt(mean(x^2) + epsilon): dx = r (dy - y mean(dy y))
  rmsNormalize: (g, dy, { y, op, inputs: [x] }) => {
    const r = inverseRootMeanSquare(g, x, op.epsilon);
    return [g.multiply(r, g.subtract(dy, g.multiply(y, g.meanLast(g.multiply(dy, y)))))];
  },
  // The inverse rotation is its transpose; the tables are constants
  rotary: (g, dy, { inputs: [, cos, sin] }) => [g.rotary(dy, cos, g.negate(sin)), null, null],

  reshape: (g, dy, { inputs: [x] }) => [g.reshape(dy, x.shape)],
  transpose: (g, dy, { op }) => [
    g.transpose(
      dy,
      op.permutation.map((_, axis) => op.permutation.indexOf(axis)),
    ),
  ],
  expand: (_, dy) => [dy],
  slice: (g, dy, { op, inputs: [x] }) => {
    const after = subtractDims(x.shape[op.axis] ?? 0, op.end);
    if (typeof after !== 'number')
      throw new Error(`graph: the gradient of a slice that leaves out ${after} elements`);
    return [g.pad(dy, op.axis, op.start, after)];
  },
  pad: (g, dy, { op, inputs: [x] }) => [
    g.slice(dy, op.axis, op.before, addDims(x.shape[op.axis] ?? 0, op.before)),
  ],
  concat: (g, dy, { op, inputs }) => {
    let start = 0;
    return inputs.map((input, index) => {
      const size = input.shape[op.axis] ?? 0;
      const part = g.slice(dy, op.axis, start, addDims(size, start));
      if (typeof size === 'number') start += size;
      else if (index < inputs.length - 1)
        throw new Error('graph: the gradient of a concat after a symbolic part');
      return part;
    });
  },

  gather: (g, dy, { inputs: [table, ids] }) => {
    const [rows, ...rest] = table.shape;
    if (typeof rows !== 'number')
      throw new Error('graph: the gradient of a gather from a table of unknown rows');
    const count = ids.shape.length === 1 ? ids : g.flatten(ids);
    const updates = g.reshape(dy, [count.shape[0] ?? 1, multiplyDims(...rest)]);
    return [g.reshape(g.scatterAddRows(count, updates, rows), table.shape), null];
  },
  scatterAddRows: (g, dy, { inputs: [ids] }) => [null, g.gather(dy, ids)],
  pick: (g, dy, { inputs: [x, ids] }) => [g.place(dy, ids, lastDim(x) as number), null],
  place: (g, dy, { inputs: [, ids] }) => [g.pick(dy, ids), null],
  // y_i = sum over j <= i of x_j: dx_j = sum over i >= j of dy_i
  cumulativeSum: (g, dy, { op }) => [g.cumulativeSum(dy, !op.reverse)],
  argsort: () => [null],
  argmax: () => [null],
};

function onlyWhere(g: Builder, condition: Node, dy: Node): Node {
  return g.where(condition, dy, g.scalar(0));
}

function sumLast(g: Builder, x: Node): Node {
  return g.sum(x, [x.shape.length - 1]);
}
