// One case or more for every operation; a missing operation does not compile.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';
import type { OperationKind } from '../ir/operations.js';

export interface OperationCase {
  /** Shapes of the float inputs, filled with numbers in [low, high). */
  readonly shapes: readonly (readonly number[])[];
  readonly low?: number;
  readonly high?: number;
  readonly build: (g: Builder, ...inputs: Node[]) => Node;
  /** No gradient flows to the float inputs. */
  readonly flat?: boolean;
}

const unary = (build: OperationCase['build'], low = -2, high = 2): OperationCase[] => [
  { shapes: [[3, 4]], low, high, build },
];

/** Same shape, and both operands stretched, and a scalar. */
const binary = (build: OperationCase['build'], low = -2, high = 2): OperationCase[] => [
  {
    shapes: [
      [3, 4],
      [3, 4],
    ],
    low,
    high,
    build,
  },
  {
    shapes: [
      [3, 1],
      [2, 1, 4],
    ],
    low,
    high,
    build,
  },
  { shapes: [[3, 4], [1]], low, high, build },
];

const flat = (cases: OperationCase[]): OperationCase[] => cases.map((one) => ({ ...one, flat: true }));
const ids = (g: Builder, values: readonly number[], shape: readonly number[]) =>
  g.constant(Int32Array.from(values), shape);
const float = (g: Builder, x: Node) => g.cast(x, 'float32');

export const operationCases: { readonly [K in OperationKind]: readonly OperationCase[] } = {
  input: [{ shapes: [[2, 3]], build: (g, x) => g.reshape(x, [3, 2]) }],
  parameter: [{ shapes: [[2, 3]], build: (g, x) => g.multiply(x, g.parameter('weight', [2, 3], 4)) }],
  constant: [{ shapes: [[2]], build: (g, x) => g.multiply(x, g.constant(Float32Array.of(2, 3), [2])) }],
  iota: [{ shapes: [[3]], build: (g, x) => g.multiply(x, float(g, g.iota(3))) }],

  negate: unary((g, x) => g.negate(x)),
  exp: unary((g, x) => g.exp(x)),
  log: unary((g, x) => g.log(x), 0.5, 3),
  sqrt: unary((g, x) => g.sqrt(x), 0.5, 3),
  reciprocal: unary((g, x) => g.reciprocal(x), 0.5, 3),
  sigmoid: unary((g, x) => g.sigmoid(x)),
  silu: unary((g, x) => g.silu(x)),
  add: binary((g, a, b) => g.add(a, b)),
  subtract: binary((g, a, b) => g.subtract(a, b)),
  multiply: binary((g, a, b) => g.multiply(a, b)),
  divide: binary((g, a, b) => g.divide(a, b), 0.5, 3),
  minimum: binary((g, a, b) => g.minimum(a, b)),
  maximum: binary((g, a, b) => g.maximum(a, b)),
  less: flat(binary((g, a, b) => float(g, g.less(a, b)))),
  lessOrEqual: flat(binary((g, a, b) => float(g, g.lessOrEqual(a, b)))),
  equal: flat(binary((g, a, b) => float(g, g.equal(a, b)))),
  where: binary((g, a, b) => g.where(g.less(g.scalar(0.3), a), g.multiply(a, a), b)),
  cast: [
    { shapes: [[3]], build: (g, x) => g.apply({ kind: 'cast', to: 'float32' }, [x]) },
    { shapes: [[3]], flat: true, build: (g, x) => float(g, g.cast(g.scale(x, 8), 'int32')) },
  ],
  // log sum exp does not depend on its shift, so stopping the shift's gradient leaves the whole gradient right
  stopGradient: unary((g, x) => {
    const shift = g.stopGradient(g.max(x, [1]));
    return g.add(g.log(g.sum(g.exp(g.subtract(x, shift)), [1])), shift);
  }),

  sum: [
    { shapes: [[2, 3, 4]], build: (g, x) => g.sum(x, [2]) },
    { shapes: [[2, 3, 4]], build: (g, x) => g.sum(x, [0, 1]) },
  ],
  max: [
    { shapes: [[2, 3, 4]], build: (g, x) => g.max(x, [2]) },
    { shapes: [[2, 3, 4]], build: (g, x) => g.max(x, [0, 2]) },
  ],

  matmul: [false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB): OperationCase[] => {
      const [a, b] = [transposeA ? [3, 2] : [2, 3], transposeB ? [4, 3] : [3, 4]];
      const options = { transposeA, transposeB, alpha: 0.5 };
      const build: OperationCase['build'] = (g, x, y) => g.matmul(x, y, options);
      return [
        { shapes: [a, b], build },
        {
          shapes: [
            [2, 3, ...a],
            [2, 3, ...b],
          ],
          build,
        },
        {
          shapes: [
            [2, 1, ...a],
            [3, ...b],
          ],
          build,
        },
        { shapes: [[2, ...a], b], build },
      ];
    }),
  ),
  softmax: unary((g, x) => g.softmax(x)),
  softmaxMatmul: [
    {
      shapes: [
        [2, 3, 4],
        [2, 4, 5],
      ],
      build: (g, s, v) => g.softmaxMatmul(s, v),
    },
  ],
  rmsNormalize: unary((g, x) => g.rmsNormalize(x, 1e-3)),
  rotary: [
    {
      shapes: [[2, 3, 4, 6]],
      build: (g, x) => {
        const angles = g.reshape(float(g, g.iota(24)), [2, 4, 3]);
        return g.rotary(x, g.sigmoid(g.scale(angles, 0.3)), g.sigmoid(g.scale(angles, -0.2)));
      },
    },
  ],

  reshape: [{ shapes: [[2, 3, 4]], build: (g, x) => g.reshape(x, [4, 6]) }],
  transpose: [{ shapes: [[2, 3, 4]], build: (g, x) => g.transpose(x, [2, 0, 1]) }],
  expand: [{ shapes: [[3, 1]], build: (g, x) => g.expand(x, [2, 3, 4]) }],
  slice: [
    { shapes: [[2, 5]], build: (g, x) => g.slice(x, 1, 1, 4) },
    { shapes: [[4, 2]], build: (g, x) => g.slice(x, 0, 2, 4) },
  ],
  pad: [{ shapes: [[2, 3]], build: (g, x) => g.pad(x, 1, 1, 2) }],
  concat: [
    {
      shapes: [
        [2, 3],
        [2, 1],
        [2, 2],
      ],
      build: (g, ...parts) => g.concat(parts, 1),
    },
  ],

  gather: [
    { shapes: [[4, 3]], build: (g, table) => g.gather(table, ids(g, [3, 0, 3], [3])) },
    { shapes: [[4, 3]], build: (g, table) => g.gather(table, ids(g, [3, 0, 3, 1], [2, 2])) },
  ],
  scatterAddRows: [
    { shapes: [[4, 3]], build: (g, updates) => g.scatterAddRows(ids(g, [2, 0, 2, 2], [4]), updates, 5) },
  ],
  pick: [
    { shapes: [[3, 4]], build: (g, x) => g.pick(x, ids(g, [3, 0, 2], [3, 1])) },
    { shapes: [[2, 3]], build: (g, x) => g.pick(x, ids(g, [2, 0, 1, 1, 1, 0], [2, 3])) },
  ],
  place: [
    { shapes: [[3, 1]], build: (g, x) => g.place(x, ids(g, [3, 0, 2], [3, 1]), 5) },
    { shapes: [[2, 3]], build: (g, x) => g.place(x, ids(g, [2, 0, 1, 1, 1, 0], [2, 3]), 3) },
  ],
  cumulativeSum: [
    { shapes: [[2, 4]], build: (g, x) => g.cumulativeSum(x) },
    { shapes: [[2, 4]], build: (g, x) => g.cumulativeSum(x, true) },
  ],
  argsort: [{ shapes: [[2, 5]], flat: true, build: (g, x) => float(g, g.argsort(x)) }],
  argmax: [{ shapes: [[2, 5]], flat: true, build: (g, x) => float(g, g.argmax(x)) }],
};
