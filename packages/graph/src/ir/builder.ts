// The builder: applies operations to nodes, sharing equal ones and leaving out those that change nothing.
import { countElements, type Dim, equalShapes, type Shape } from './dims.js';
import { broadcastShapes, inferType } from './infer-type.js';
import { type ElementType, lastDim, type Node } from './node.js';
import type { Operation } from './operations.js';

export type Builder = ReturnType<typeof createBuilder>;

/** A builder of one graph's nodes. Equal applications give the same node, so common subexpressions are free. */
export function createBuilder() {
  const known = new Map<string, Node>();
  let count = 0;

  function apply(op: Operation, inputs: readonly Node[] = []): Node {
    const key = `${keyOf(op, count)}(${inputs.map((node) => node.id)})`;
    const same = known.get(key);
    if (same !== undefined) return same;
    const node: Node = Object.freeze({ id: count++, op, inputs, ...inferType(op, inputs) });
    known.set(key, node);
    return node;
  }

  function constant(values: Float32Array | Int32Array, shape: readonly number[]): Node {
    return apply({ kind: 'constant', values, shape });
  }

  /** A float32 constant of shape [1]. */
  function scalar(value: number): Node {
    return constant(Float32Array.of(value), [1]);
  }

  /**
   * A single number as an operand for x: of x's rank, because onnxruntime's CPU kernels walk [rows, 1] with [1] row by row.
   */
  function alignRank(scalarNode: Node, x: Node): Node {
    const rank = x.shape.length;
    if (rank <= scalarNode.shape.length || countElements(scalarNode.shape) !== 1) return scalarNode;
    const shape = Array.from({ length: rank }, () => 1);
    const { op } = scalarNode;
    return op.kind === 'constant' ? constant(op.values, shape) : reshape(scalarNode, shape);
  }

  function pairwise(kind: 'minimum' | 'maximum' | 'less' | 'lessOrEqual' | 'equal', a: Node, b: Node): Node {
    return apply({ kind }, [alignRank(a, b), alignRank(b, a)]);
  }

  /** An expanded operand is as good as the original where the other operand already has the full shape. */
  function elementwise(kind: 'add' | 'subtract' | 'multiply' | 'divide', a: Node, b: Node): Node {
    const shape = broadcastShapes(a.shape, b.shape);
    if (a.op.kind === 'expand' && equalShapes(b.shape, shape))
      return elementwise(kind, a.inputs[0] as Node, b);
    if (b.op.kind === 'expand' && equalShapes(a.shape, shape))
      return elementwise(kind, a, b.inputs[0] as Node);
    if (isConstant(b, kind === 'add' || kind === 'subtract' ? 0 : 1) && equalShapes(a.shape, shape)) return a;
    if (
      isConstant(a, kind === 'add' ? 0 : kind === 'multiply' ? 1 : undefined) &&
      equalShapes(b.shape, shape)
    )
      return b;
    return apply({ kind }, [alignRank(a, b), alignRank(b, a)]);
  }

  function reshape(x: Node, shape: Shape): Node {
    const source = x.op.kind === 'reshape' ? (x.inputs[0] as Node) : x;
    return equalShapes(source.shape, shape) ? source : apply({ kind: 'reshape', shape }, [source]);
  }

  function sum(x: Node, axes: readonly number[]): Node {
    const wide = axes.filter((axis) => x.shape[axis] !== 1);
    return wide.length === 0 ? x : apply({ kind: 'sum', axes: wide }, [x]);
  }

  const builder = {
    apply,
    constant,
    scalar,
    reshape,
    sum,
    input: (name: string, type: ElementType, shape: Shape) => apply({ kind: 'input', name, type, shape }),
    parameter: (name: string, shape: readonly number[], offset: number) =>
      apply({ kind: 'parameter', name, shape, offset }),
    iota: (length: Dim) => apply({ kind: 'iota', length }),
    integer: (value: number) => constant(Int32Array.of(value), [1]),

    negate: (x: Node) => apply({ kind: 'negate' }, [x]),
    exp: (x: Node) => apply({ kind: 'exp' }, [x]),
    log: (x: Node) => apply({ kind: 'log' }, [x]),
    sqrt: (x: Node) => apply({ kind: 'sqrt' }, [x]),
    reciprocal: (x: Node) => apply({ kind: 'reciprocal' }, [x]),
    sigmoid: (x: Node) => apply({ kind: 'sigmoid' }, [x]),
    silu: (x: Node) => apply({ kind: 'silu' }, [x]),
    add: (a: Node, b: Node) => elementwise('add', a, b),
    subtract: (a: Node, b: Node) => elementwise('subtract', a, b),
    multiply: (a: Node, b: Node) => elementwise('multiply', a, b),
    divide: (a: Node, b: Node) => elementwise('divide', a, b),
    minimum: (a: Node, b: Node) => pairwise('minimum', a, b),
    maximum: (a: Node, b: Node) => pairwise('maximum', a, b),
    less: (a: Node, b: Node) => pairwise('less', a, b),
    lessOrEqual: (a: Node, b: Node) => pairwise('lessOrEqual', a, b),
    equal: (a: Node, b: Node) => pairwise('equal', a, b),
    where: (condition: Node, a: Node, b: Node) =>
      apply({ kind: 'where' }, [condition, alignRank(a, condition), alignRank(b, condition)]),
    cast: (x: Node, to: ElementType) => (x.type === to ? x : apply({ kind: 'cast', to }, [x])),
    stopGradient: (x: Node) => apply({ kind: 'stopGradient' }, [x]),
    /** x times a known number. */
    scale: (x: Node, factor: number) => elementwise('multiply', x, scalar(factor)),
    max: (x: Node, axes: readonly number[]) => apply({ kind: 'max', axes }, [x]),
    /** The mean of the last axis, whose size must be known. */
    meanLast: (x: Node) =>
      elementwise('multiply', sum(x, [x.shape.length - 1]), scalar(1 / (lastDim(x) as number))),

    matmul: (a: Node, b: Node, { transposeA = false, transposeB = false, alpha = 1 } = {}) =>
      apply({ kind: 'matmul', transposeA, transposeB, alpha }, [a, b]),
    softmax: (x: Node, { masked = false } = {}) => apply({ kind: 'softmax', masked }, [x]),
    softmaxMatmul: (scores: Node, values: Node, { masked = false } = {}) =>
      apply({ kind: 'softmaxMatmul', masked }, [scores, values]),
    rmsNormalize: (x: Node, epsilon: number) => apply({ kind: 'rmsNormalize', epsilon }, [x]),
    rotary: (x: Node, cos: Node, sin: Node) => apply({ kind: 'rotary' }, [x, cos, sin]),

    transpose: (x: Node, permutation: readonly number[]) => apply({ kind: 'transpose', permutation }, [x]),
    expand: (x: Node, shape: Shape) =>
      equalShapes(x.shape, shape) ? x : apply({ kind: 'expand', shape }, [x]),
    slice: (x: Node, axis: number, start: number, end: Dim) =>
      start === 0 && end === x.shape[axis] ? x : apply({ kind: 'slice', axis, start, end }, [x]),
    pad: (x: Node, axis: number, before: number, after: number) =>
      before === 0 && after === 0 ? x : apply({ kind: 'pad', axis, before, after }, [x]),
    concat: (parts: readonly Node[], axis: number) =>
      parts.length === 1 ? (parts[0] as Node) : apply({ kind: 'concat', axis }, parts),
    /** x as a vector. */
    flatten: (x: Node) => reshape(x, [countElements(x.shape)]),

    gather: (table: Node, ids: Node) => apply({ kind: 'gather' }, [table, ids]),
    scatterAddRows: (ids: Node, updates: Node, rows: number) =>
      apply({ kind: 'scatterAddRows', rows }, [ids, updates]),
    pick: (x: Node, ids: Node) => apply({ kind: 'pick' }, [x, ids]),
    place: (updates: Node, ids: Node, size: number) => apply({ kind: 'place', size }, [updates, ids]),
    cumulativeSum: (x: Node, reverse = false) => apply({ kind: 'cumulativeSum', reverse }, [x]),
    argsort: (x: Node) => apply({ kind: 'argsort' }, [x]),
    argmax: (x: Node) => apply({ kind: 'argmax' }, [x]),
  };
  return builder;
}

function isConstant(node: Node, value: number | undefined): boolean {
  return node.op.kind === 'constant' && node.op.values.length === 1 && node.op.values[0] === value;
}

/** Large constants are never compared: each is its own. */
function keyOf(op: Operation, unique: number): string {
  if (op.kind !== 'constant') return JSON.stringify(op);
  const values = op.values.length <= 16 ? [...op.values].join() : `#${unique}`;
  return `${op.values.constructor.name}[${op.shape}]${values}`;
}
