import { evaluateShape, printShape, type ShapeDefinition, shape } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import type { Path } from '../path.js';
import { buildShape, type ShapeLeaves } from './build-shape.js';

const leaves: ShapeLeaves = {
  template: ({ template }) =>
    template === 'absent'
      ? undefined
      : { name: template, parameters: { beta: 4 }, expression: shape.field('correct') },
  text: (expression) => shape.field(expression as 'tokens'),
  function: () => shape.parameter('mine', 7),
};
const textOf = (definition: ShapeDefinition): string => {
  const built = buildShape(definition, ['reward'], leaves);
  return built ? printShape(built.expression) : 'nothing';
};

describe('combinations', () => {
  test.each<[string, ShapeDefinition, string]>([
    ['a template', { template: 'classic' }, 'correct'],
    ['a text', { expression: 'tokens' }, 'tokens'],
    ['a function', { shape: 'mine' }, 'mine'],
    ['a sum', { sum: { a: { template: 'x' }, b: { expression: 'tokens' } } }, 'correct + tokens'],
    ['a scaled shape', { scale: { template: 'x' }, by: 0.5 }, 'correct * 0.5'],
    ['a shape scaled by another', { scale: { template: 'x' }, by: { expression: 'step' } }, 'correct * step'],
    ['both bounds', { clamp: { template: 'x' }, min: 0, max: 1 }, 'min(max(correct, 0), 1)'],
    ['one bound', { clamp: { template: 'x' }, max: 1 }, 'min(correct, 1)'],
    ['a condition', { onlyIf: 'correct', use: { expression: 'tokens' } }, 'correct ? tokens : 0'],
    ['another value', { onlyIf: 'correct', use: { shape: 'mine' }, otherwise: -1 }, 'correct ? mine : -1'],
    [
      'a shape for every tier',
      { perTier: { 512: { template: 'x' }, 2560: { expression: 'tokens' } } },
      'budget == 512 ? correct : tokens',
    ],
  ])('%s', (_, definition, text) => {
    expect(textOf(definition)).toBe(text);
  });

  test('only a sum has components, by name', () => {
    const built = buildShape(
      { sum: { accuracy: { template: 'x' }, length: { expression: 'tokens' } } },
      [],
      leaves,
    );
    expect(built?.name).toBe('sum');
    expect(built?.components).toEqual({ accuracy: shape.field('correct'), length: shape.field('tokens') });
    expect(buildShape({ template: 'classic' }, [], leaves)).toEqual({
      name: 'classic',
      parameters: { beta: 4 },
      expression: shape.field('correct'),
      components: {},
    });
  });

  test('a part that is wrong leaves nothing, and the other parts are looked at all the same', () => {
    const seen: Path[] = [];
    const watching: ShapeLeaves = {
      ...leaves,
      text: (_, at) => {
        seen.push(at);
        return undefined;
      },
    };
    const definition: ShapeDefinition = { sum: { a: { template: 'absent' }, b: { expression: 'x' } } };
    expect(buildShape(definition, ['reward'], watching)).toBeUndefined();
    expect(seen).toContainEqual(['reward', 'sum', 'b', 'expression']);
  });
});

describe('schedules', () => {
  const valuesAt = (definition: ShapeDefinition, ...places: number[]): number[] => {
    const built = buildShape(definition, [], leaves);
    const fields = { progress: places, step: places };
    return [
      ...evaluateShape(built?.expression ?? shape.number(Number.NaN), { length: places.length, fields }),
    ];
  };

  test('values stay before the first point and after the last', () => {
    const ramp: ShapeDefinition = {
      schedule: [
        [0.2, 1],
        [0.6, 3],
      ],
    };
    expect(valuesAt(ramp, 0, 0.2, 0.4, 0.6, 1)).toEqual([1, 1, 2, 3, 3]);
    expect(valuesAt({ schedule: [[0.5, 7]] }, 0, 1)).toEqual([7, 7]);
  });

  test('a schedule that begins with the run needs no test for what lies before', () => {
    const built = buildShape(
      {
        schedule: [
          [0, 1],
          [1, 2],
        ],
      },
      [],
      leaves,
    );
    expect(printShape(built?.expression ?? shape.number(0))).not.toContain('progress < 0');
  });

  test('over steps, through several points', () => {
    const bent: ShapeDefinition = {
      schedule: [
        [0, 0],
        [10, 1],
        [20, 0],
      ],
      over: 'step',
    };
    expect(valuesAt(bent, 0, 5, 10, 15, 25)).toEqual([0, 0.5, 1, 0.5, 0]);
  });

  test('step keeps the earlier value, geometric multiplies, cosine eases', () => {
    const points = [
      [0, 1],
      [1, 16],
    ] as const;
    expect(valuesAt({ schedule: points, interpolation: 'step' }, 0.9, 1)).toEqual([1, 16]);
    expect(valuesAt({ schedule: points, interpolation: 'geometric' }, 0.5)[0]).toBeCloseTo(4, 12);
    const [quarter, half] = valuesAt({ schedule: points, interpolation: 'cosine' }, 0.25, 0.5);
    expect(half).toBeCloseTo(8.5, 12);
    expect(quarter).toBeCloseTo(1 + (15 * (1 - Math.SQRT1_2)) / 2, 12);
  });
});
