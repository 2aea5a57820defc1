// Resolved settings as rows of text: what people compare and read.
import type { ResolvedPipeline } from './resolved.js';
import type { Expression } from './shape/expression.js';
import { printShape } from './shape/print.js';

/** A setting by its dotted path (`tiers[1].budget`), and its value as text: shapes as formulas, all else as JSON but for plain text. */
export type SettingRow = readonly [path: string, value: string];

/** Every leaf of the settings, in their order; lists of plain values stay together. */
export const settingRows = (settings: ResolvedPipeline): readonly SettingRow[] => rowsOf(settings, '');

function rowsOf(value: unknown, path: string): SettingRow[] {
  if (isShape(path)) return [[path, printExpression(value)]];
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return [[path, JSON.stringify(value)]];
    return value.flatMap((item: unknown, index) => rowsOf(item, `${path}[${index}]`));
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) =>
      rowsOf(item, path === '' ? name : `${path}.${name}`),
    );
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** Whether an expression lies at the path. */
const isShape = (path: string): boolean =>
  /^(?:reward|advantage)\.(?:expression|components\..+)$|^state\..+\.(?:observe|when)$|^cut\.(?:to|when)$|^credit\[\d+\]\.(?:multiply|add)$/.test(
    path,
  );

function printExpression(value: unknown): string {
  try {
    return printShape(value as Expression);
  } catch {
    return JSON.stringify(value);
  }
}
