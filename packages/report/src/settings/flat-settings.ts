// The settings of a plan as a flat list: path and value, as people read them.
import { type Expression, printShape, type ResolvedPipeline } from '@allot/spec';

export type FlatSetting = readonly [path: string, value: string];

/** Leaves by dotted path; lists of plain values stay together, shapes are printed as formulas. */
export const flatSettings = (settings: ResolvedPipeline): readonly FlatSetting[] => flatten(settings, '');

function flatten(value: unknown, path: string): readonly FlatSetting[] {
  if (isShape(path)) return [[path, printExpression(value)]];
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return [[path, JSON.stringify(value)]];
    return value.flatMap((item: unknown, index) => flatten(item, `${path}[${index}]`));
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) =>
      flatten(item, path === '' ? name : `${path}.${name}`),
    );
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** Whether an expression lies at the path: of a reward or advantage, or of a component. */
const isShape = (path: string): boolean =>
  /^(?:reward|advantage)\.(?:expression|components\..+)$|^state\..+\.(?:observe|when)$/.test(path);

function printExpression(value: unknown): string {
  try {
    return printShape(value as Expression);
  } catch {
    return JSON.stringify(value);
  }
}
