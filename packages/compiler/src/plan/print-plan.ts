// Prints a plan for people: every resolved value with its origin, the stages, the cost.
import { type Plan, printOrigin, printShape, showHidden } from '@allot/spec';
import { type Path, printPath } from '../path.js';
import { stageSteps } from './plan-stages.js';

/** Text of a plan, without a final newline. */
export function printPlan(plan: Plan): string {
  const { settings, engine } = plan;
  const lines = [
    `plan ${plan.key.slice(0, 12)}  ${settings.name}${settings.description ? ` - ${settings.description}` : ''}`,
    '',
    'Settings',
    ...table(settingRows(plan, settings, [])),
    '',
    'Engine (no part of the key)',
    ...table(settingRows(plan, isExported(plan) ? { name: engine.name } : engine, ['engine'])),
    '',
    ...(isExported(plan)
      ? []
      : ['Stages', ...table(plan.stages.map((stage) => stageRow(stage, settings.steps))), '']),
    'Cost',
    ...table(costRows(plan)),
  ];
  return showHidden(lines.join('\n'));
}

/** Whether another trainer runs it, with devices, stages and checkpoints of its own. */
const isExported = ({ engine: { name } }: Plan): boolean => name === 'verl' || name === 'trl';

type Row = readonly string[];

function settingRows(plan: Plan, value: unknown, path: Path): Row[] {
  const printed = printPath(path);
  if (isExpression(path)) return [[printed, printShape(value as never), printOrigin(plan, printed)]];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return [
      [printed, JSON.stringify(value), printOrigin(plan, value.length === 0 ? printed : `${printed}[0]`)],
    ];
  if (typeof value === 'object' && value !== null) {
    const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    if (members.length === 0) return [[printed, '{}', printOrigin(plan, printed)]];
    return members.flatMap(([key, member]) => settingRows(plan, member, [...path, key]));
  }
  return [[printed, printValue(value), printOrigin(plan, printed)]];
}

const isExpression = ([first, second, third]: Path): boolean =>
  (first === 'state' && (third === 'observe' || third === 'when')) ||
  (first === 'cut' && (second === 'to' || second === 'when')) ||
  (first === 'credit' && (third === 'multiply' || third === 'add')) ||
  ((first === 'reward' || first === 'advantage') &&
    (second === 'expression' || (second === 'components' && third !== undefined)));

/** Longest text that is printed whole: a chat template is longer. */
const LONGEST_TEXT = 200;

function printValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/^[0-9a-f]{64}$/.test(value)) return value.slice(0, 12);
  if (value.length <= LONGEST_TEXT) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, 50))}... (${value.length} characters)`;
}

function stageRow(stage: Plan['stages'][number], steps: number): Row {
  const times = stageSteps(stage, steps).length;
  const reads = stage.inputs.length > 0 ? ` <- ${stage.inputs.join(', ')}` : '';
  const writes = stage.outputs.length > 0 ? stage.outputs.join(', ') : 'nothing on disk';
  return [stage.kind, `${times} times`, stage.key.slice(0, 12), `${writes}${reads}`];
}

function costRows(plan: Plan): Row[] {
  const { cost, settings, engine } = plan;
  const rows: Row[] = [
    ['trained sequences', whole(cost.trainedSequences)],
    ['response tokens', `at most ${whole(cost.maxResponseTokens)}`],
    ['operations', `at most ${scaled(cost.flops, 1000, ['', 'k', 'M', 'G', 'T', 'P', 'E'])}FLOP`],
    ...(isExported(plan) ? [] : machineRows(cost, engine)),
  ];
  return settings.kind === 'reinforcement' ? [['rollouts', whole(cost.rollouts)], ...rows] : rows;
}

const machineRows = (cost: Plan['cost'], engine: Plan['engine']): Row[] => [
  ['memory', `about ${printBytes(cost.memoryBytes)}`],
  ...(cost.deviceBytes ? [deviceRow(cost.deviceBytes, engine)] : []),
  ['disk', `about ${printBytes(cost.diskBytes)}`],
  ['time', cost.seconds === undefined ? 'not known for a GPU' : `about ${printDuration(cost.seconds)}`],
];

const deviceRow = (
  { rollout, update }: NonNullable<Plan['cost']['deviceBytes']>,
  { processes = 1 }: Plan['engine'],
): Row => [
  'device memory',
  `about ${printBytes(rollout)} in a rollout, ${printBytes(update)} in an update${processes > 1 ? ` for each of ${processes} processes` : ''}`,
];

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function scaled(value: number, step: number, units: readonly string[]): string {
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(value) / Math.log(step)));
  return `${Number((value / step ** power).toPrecision(3))} ${units[power]}`;
}

export const printBytes = (bytes: number): string => scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);

export function printDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Number((seconds / 3600).toPrecision(2))} h`;
}

/** Columns of equal width, two spaces apart, indented by two. */
export function table(rows: readonly Row[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, Math.min(cell.length, 60));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
