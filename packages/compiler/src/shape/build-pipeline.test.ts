import { type AdvantageStage, evaluateShape, type ShapeDefinition, shape } from '@allot/spec';
import { expect, test } from 'vitest';
import { buildPipeline } from './build-pipeline.js';

const rows = {
  length: 4,
  group: ['a', 'a', 'a', 'a'],
  fields: { reward: [0, 2, 4, 6], tokens: [5, 9, 7, 7], tier: [0, 0, 1, 1] },
};
const build = (part: ShapeDefinition) =>
  'expression' in part ? shape.field(part.expression as 'tokens') : undefined;
const advantages = (...stages: AdvantageStage[]): number[] => [
  ...evaluateShape(buildPipeline(stages, build) ?? shape.number(Number.NaN), rows),
];

test.each<[string, AdvantageStage[], number[]]>([
  ['the mean of the group is subtracted', [{ center: 'group' }], [-3, -1, 1, 3]],
  ['that of the tier', [{ center: 'tier' }], [-1, 1, -1, 1]],
  ['that of the others', [{ center: 'others' }], [-4, -4 / 3, 4 / 3, 4]],
  ['a baseline', [{ subtract: 2 }], [-2, 0, 2, 4]],
  [
    'a population deviation divides',
    [{ center: 'group' }, { scale: 'group', epsilon: 0, sampleStd: false }],
    [-3, -1, 1, 3].map((value) => value / Math.sqrt(5)),
  ],
  ['terms are added and multiplied in order', [{ add: 1 }, { multiply: 2 }], [2, 6, 10, 14]],
  ['in the other order', [{ multiply: 2 }, { add: 1 }], [1, 5, 9, 13]],
  ['a shape is added', [{ add: { expression: 'tokens' } }], [5, 11, 11, 13]],
  ['the shortest are kept', [{ keep: 1, by: { expression: 'tokens' } }], [0, 0, 0, 0]],
  ['equal ones together', [{ keep: 2, by: { expression: 'tokens' } }], [0, 0, 4, 6]],
  ['or the longest', [{ keep: 1, by: { expression: 'tokens' }, order: 'greatest' }], [0, 2, 0, 0]],
  [
    'a term that turns the sign is cut off',
    [{ center: 'group' }, { add: 2 }, { guard: 'sign' }],
    [-1, 0, 3, 5],
  ],
])('%s', (_, stages, expected) => {
  for (const [row, value] of advantages(...stages).entries())
    expect(value).toBeCloseTo(expected[row] ?? 0, 12);
});

test('a part that is wrong leaves nothing', () => {
  expect(buildPipeline([{ center: 'group' }, { add: { template: 'absent' } }], build)).toBeUndefined();
});
