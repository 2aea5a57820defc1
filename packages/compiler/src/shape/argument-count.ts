// Says that a call has too few or too many arguments.
import type { Diagnostic } from '@allot/spec';
import { report } from './catalog-shape.js';

export function argumentCount(
  name: string,
  [least, most]: readonly [number, number],
  actual: number,
): Diagnostic {
  const plural = (count: number) => (count === 1 ? '1 argument' : `${count} arguments`);
  const expected = least === most ? plural(least) : `at least ${plural(least)}`;
  return report('shape/argument-count', { name, expected, actual });
}
