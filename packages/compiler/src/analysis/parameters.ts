// Parameters whose value changes nothing.
import { type Expression, partsOf } from '@allot/spec';
import type { ShapeFinding } from './finding.js';
import { rebuild } from './rebuild.js';
import type { Sample } from './sample.js';

/** Other values that a parameter of value `v` takes; one that changes any row is enough. */
const others = (v: number): readonly number[] => [2 * v + 1, v / 2, 0, -v - 1, 100 * v + 100];

export function findIdleParameters(expression: Expression, { chunks, settled }: Sample): ShapeFinding[] {
  const parameters = new Map<string, number>();
  const visit = (part: Expression): void => {
    if (part.kind === 'parameter') parameters.set(part.name, part.value);
    partsOf(part).forEach(visit);
  };
  visit(expression);
  const idle = [...parameters].filter(([name, value]) =>
    chunks.every(({ evaluate }) => {
      const before = evaluate(expression);
      return others(value).every((other) => same(before, evaluate(withParameter(expression, name, other))));
    }),
  );
  return idle.map(([parameter]) => ({
    code: 'shape/parameter-without-effect',
    severity: 'warning',
    settled,
    parameter,
  }));
}

const withParameter = (expression: Expression, name: string, value: number): Expression =>
  rebuild(expression, (part) =>
    part.kind === 'parameter' && part.name === name ? { ...part, value } : undefined,
  );

const same = (a: Float64Array, b: Float64Array): boolean => a.every((value, row) => Object.is(value, b[row]));
