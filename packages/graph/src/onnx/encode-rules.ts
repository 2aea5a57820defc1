// How each operation becomes standard ONNX operators (ai.onnx, opset 23).
import type { ElementType, Node } from '../ir/node.js';
import { lastDim } from '../ir/node.js';
import type { InputsOf, OperationKind, OperationOf } from '../ir/operations.js';
import { bytesOf, type ModelWriter, onnxTypes } from './model-writer.js';

interface Context<K extends OperationKind> {
  readonly op: OperationOf<K>;
  readonly node: Node;
  /** The operands' names in the model. */
  readonly names: readonly string[];
  readonly inputs: InputsOf<K>;
  /** The name the result must have, when it is an output of the graph. */
  readonly output: string | undefined;
}

/** Emits the operation and returns the name of its result. */
type EncodeRule<K extends OperationKind> = (w: ModelWriter, context: Context<K>) => string;

export const encodeRules: { readonly [K in OperationKind]: EncodeRule<K> } = {
  input: (_, { op }) => op.name,
  parameter: (_, { op }) => op.name,
  constant: (w, { op }) =>
    w.addInitializer(
      w.fresh('constant'),
      op.values instanceof Int32Array ? 'int32' : 'float32',
      op.shape,
      bytesOf(op.values),
    ),
  iota: (w, { op, output }) => {
    if (typeof op.length === 'number') {
      return w.addInitializer(
        w.fresh('iota'),
        'int32',
        [op.length],
        bytesOf(Int32Array.from({ length: op.length }, (_, i) => i)),
      );
    }
    const end = w.emit('Squeeze', [w.size(op.length), w.int64s([0])]);
    const range = w.emit('Range', [w.int64s([0], 0), end, w.int64s([1], 0)]);
    return castTo(w, range, 'int32', output);
  },

  negate: plain('Neg'),
  exp: plain('Exp'),
  log: plain('Log'),
  sqrt: plain('Sqrt'),
  reciprocal: plain('Reciprocal'),
  sigmoid: plain('Sigmoid'),
  silu: (w, { names: [x = ''], output }) => w.emit('Mul', [x, w.emit('Sigmoid', [x])], {}, output),
  add: plain('Add'),
  subtract: plain('Sub'),
  multiply: plain('Mul'),
  divide: plain('Div'),
  minimum: plain('Min'),
  maximum: plain('Max'),
  less: plain('Less'),
  lessOrEqual: plain('LessOrEqual'),
  equal: plain('Equal'),
  where: plain('Where'),
  cast: (w, { op, names: [x = ''], output }) => castTo(w, x, op.to, output),
  stopGradient: plain('Identity'),

  sum: (w, { op, names: [x = ''], output }) =>
    w.emit('ReduceSum', [x, w.int64s(op.axes)], { keepdims: { int: 1 } }, output),
  max: (w, { op, names: [x = ''], output }) =>
    w.emit('ReduceMax', [x, w.int64s(op.axes)], { keepdims: { int: 1 } }, output),

  matmul: (w, { op, inputs: [left, right], names: [a = '', b = ''], output }) => {
    if (left.shape.length === 2 && right.shape.length === 2) {
      const attributes = {
        transA: { int: Number(op.transposeA) },
        transB: { int: Number(op.transposeB) },
        alpha: { float: op.alpha },
      };
      return w.emit('Gemm', [a, b], attributes, output);
    }
    // Transpose and scale around MatMul are fused by onnxruntime on the CPU.
    const factors = [op.transposeA ? swapLast(w, a, left) : a, op.transposeB ? swapLast(w, b, right) : b];
    if (op.alpha === 1) return w.emit('MatMul', factors, {}, output);
    return w.emit('Mul', [w.emit('MatMul', factors), float(w, op.alpha)], {}, output);
  },
  softmax: plain('Softmax', { axis: { int: -1 } }),
  softmaxMatmul: (w, { names: [scores = '', values = ''], output }) =>
    w.emit('MatMul', [w.emit('Softmax', [scores], { axis: { int: -1 } }), values], {}, output),
  rmsNormalize: (w, { op, node, names: [x = ''], output }) => {
    const width = Number(lastDim(node));
    const ones = w.once(`ones:${width}`, () =>
      w.addInitializer(w.fresh('ones'), 'float32', [width], bytesOf(new Float32Array(width).fill(1))),
    );
    return w.emit(
      'RMSNormalization',
      [x, ones],
      { axis: { int: -1 }, epsilon: { float: op.epsilon } },
      output,
    );
  },
  rotary: plain('RotaryEmbedding', { interleaved: { int: 0 } }),

  reshape: (w, { op, names: [x = ''], output }) =>
    w.emit('Reshape', [x, w.shape(op.shape, true)], {}, output),
  transpose: (w, { op, names, output }) =>
    w.emit('Transpose', names, { perm: { ints: op.permutation } }, output),
  expand: (w, { op, names: [x = ''], output }) => w.emit('Expand', [x, w.shape(op.shape, false)], {}, output),
  slice: (w, { op, inputs: [x], names: [name = ''], output }) => {
    const whole = op.end === x.shape[op.axis];
    const end = whole ? w.int64s([Number.MAX_SAFE_INTEGER]) : w.size(op.end);
    return w.emit('Slice', [name, w.int64s([op.start]), end, w.int64s([op.axis])], {}, output);
  },
  pad: (w, { op, node, names: [x = ''], output }) => {
    const rank = node.shape.length;
    const pads = Array.from({ length: 2 * rank }, () => 0)
      .with(op.axis, op.before)
      .with(rank + op.axis, op.after);
    return w.emit('Pad', [x, w.int64s(pads)], {}, output);
  },
  concat: (w, { op, names, output }) => w.emit('Concat', names, { axis: { int: op.axis } }, output),

  gather: plain('Gather', { axis: { int: 0 } }),
  scatterAddRows: (w, { node, names: [ids = '', updates = ''], output }) => {
    const rows = w.emit('Unsqueeze', [castTo(w, ids, 'int64'), w.int64s([1])]);
    return w.emit('ScatterND', [zeros(w, node), rows, updates], { reduction: { text: 'add' } }, output);
  },
  pick: plain('GatherElements', { axis: { int: -1 } }),
  place: (w, { op, node, names: [updates = '', ids = ''], output }) => {
    if (lastDim(node) !== 1 && node.op.kind === 'place' && lastDim(node.inputs[1] as Node) === 1) {
      const columns = w.once(`columns:${op.size}`, () =>
        w.addInitializer(
          w.fresh('columns'),
          'int32',
          [op.size],
          bytesOf(Int32Array.from({ length: op.size }, (_, i) => i)),
        ),
      );
      const zero = float(w, 0);
      return w.emit('Where', [w.emit('Equal', [ids, columns]), updates, zero], {}, output);
    }
    return w.emit(
      'ScatterElements',
      [zeros(w, node), ids, updates],
      { axis: { int: -1 }, reduction: { text: 'add' } },
      output,
    );
  },
  cumulativeSum: (w, { op, node, names: [x = ''], output }) =>
    w.emit(
      'CumSum',
      [x, w.int64s([node.shape.length - 1], 0)],
      { reverse: { int: Number(op.reverse) } },
      output,
    ),
  argsort: (w, { node, names: [x = ''], output }) => {
    const order = w.fresh('order');
    w.emitAll('TopK', [x, w.int64s([Number(lastDim(node))])], [w.fresh('sorted'), order], {
      axis: { int: -1 },
    });
    return castTo(w, order, 'int32', output);
  },
  argmax: (w, { names: [x = ''], output }) =>
    castTo(w, w.emit('ArgMax', [x], { axis: { int: -1 }, keepdims: { int: 1 } }), 'int32', output),
};

function plain(opType: string, attributes = {}) {
  return (
    w: ModelWriter,
    { names, output }: { readonly names: readonly string[]; readonly output: string | undefined },
  ) => w.emit(opType, names, attributes, output);
}

function castTo(w: ModelWriter, x: string, type: ElementType | 'int64', output?: string): string {
  return w.emit('Cast', [x], { to: { int: onnxTypes[type] } }, output);
}

function float(w: ModelWriter, value: number): string {
  return w.once(`float:${value}`, () =>
    w.addInitializer(w.fresh('float'), 'float32', [1], bytesOf(Float32Array.of(value))),
  );
}

function zeros(w: ModelWriter, node: Node): string {
  return w.once(`zeros:${node.shape}`, () => w.emit('ConstantOfShape', [w.shape(node.shape, false)]));
}

function swapLast(w: ModelWriter, name: string, node: Node): string {
  const axes = node.shape.map((_, axis) => axis);
  const permutation = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
  return w.once(`transposed:${name}`, () => w.emit('Transpose', [name], { perm: { ints: permutation } }));
}
