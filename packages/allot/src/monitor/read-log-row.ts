// One row of an inference log, or what is wrong with it.
import { type LogRow, reportMonitor } from '@allot/report';
import type { Diagnostic, Phase, Span } from '@allot/spec';
import { fieldValue, locateJson, parseObject, topField } from '@allot/tasks';
import { nearest } from '../cli/nearest.js';
import { type FieldMap, type LogField, otherNamesOfTokens } from './log-fields.js';

export interface LogContext {
  /** Name of the log in messages. */
  readonly file: string;
  readonly map: FieldMap;
  /** Mode of rows that state neither a mode nor a budget. */
  readonly mode: string;
  /** Id of a problem by its text. */
  readonly idOf: (problem: string) => string | undefined;
}

/** Diagnostics: `monitor/bad-json`, `missing-field`, `wrong-type`; without a value where there are any. */
export function readLogRow(text: string, line: number, { file, map, mode, idOf }: LogContext): Phase<LogRow> {
  const span = (from: number, to: number): Span => ({
    file,
    line,
    column: from + 1,
    endLine: line,
    endColumn: to + 1,
  });
  const row = parseObject(text);
  if (!row) {
    const { offset, expected } = locateJson(text).mistake ?? { offset: 0, expected: 'a JSON object' };
    const about = { file, line, column: offset + 1, expected };
    return [undefined, [reportMonitor('monitor/bad-json', about, { span: span(offset, offset + 1) })]];
  }
  const diagnostics: Diagnostic[] = [];
  const read = <T>(field: LogField, { expected, read: parse }: Kind<T>): T | undefined => {
    const value = fieldValue(row, map[field]);
    if (value === undefined || value === null) return undefined;
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    const [from, to] = locateJson(text).values.get(topField(row, map[field])) ?? [0, text.length];
    const actual = describe(value);
    const about = { file, line, column: from + 1, field: map[field], expected, actual };
    diagnostics.push(reportMonitor('monitor/wrong-type', about, { span: span(from, to), expected, actual }));
    return undefined;
  };
  const tokens = read('tokens', count);
  if (tokens === undefined && diagnostics.length === 0) {
    const names = Object.keys(row);
    const close = otherNamesOfTokens.find((name) => names.includes(name)) ?? nearest(map.tokens, names);
    const about = { file, line, field: map.tokens, role: 'tokens', meant: meantBy(close, map.tokens) };
    diagnostics.push(reportMonitor('monitor/missing-field', about, { span: span(0, text.length) }));
  }
  const correct = read('correct', score);
  const difficulty = read('difficulty', number);
  const budget = read('budget', positive);
  const named = read('mode', modeName);
  const id = read('id', name);
  const problem = read('problem', name);
  const time = read('time', moment);
  if (tokens === undefined || diagnostics.length > 0) return [undefined, diagnostics];
  const known = id ?? (problem === undefined ? undefined : idOf(problem));
  return [
    {
      line,
      tokens,
      mode: named ?? (budget === undefined ? mode : `budget=${budget}`),
      ...(correct === undefined ? {} : { correct }),
      ...(known === undefined ? {} : { problem: known }),
      ...(difficulty === undefined ? {} : { difficulty }),
      ...(time === undefined ? {} : { time }),
    },
    [],
  ];
}

const meantBy = (close: string | undefined, field: string): string =>
  close === undefined || close === field ? '' : ` Is it "${close}"?`;

interface Kind<T> {
  readonly expected: string;
  /** Undefined where the value is of another kind. */
  readonly read: (value: unknown) => T | undefined;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const number: Kind<number> = {
  expected: 'a number',
  read: (value) => (isNumber(value) ? value : undefined),
};
const count: Kind<number> = {
  expected: 'a number of at least 0',
  read: (value) => (isNumber(value) && value >= 0 ? value : undefined),
};
const positive: Kind<number> = {
  expected: 'a whole number of at least 1',
  read: (value) => (Number.isSafeInteger(value) && (value as number) >= 1 ? (value as number) : undefined),
};
const score: Kind<number> = {
  expected: 'true, false or a number from 0 to 1',
  read: (value) => {
    if (typeof value === 'boolean') return Number(value);
    return isNumber(value) && value >= 0 && value <= 1 ? value : undefined;
  },
};
const modeName: Kind<string> = {
  expected: 'natural, efficient or budget=N',
  read: (value) =>
    typeof value === 'string' && /^(?:natural|efficient|budget=[1-9]\d*)$/.test(value) ? value : undefined,
};
const name: Kind<string> = {
  expected: 'text or a number',
  read: (value) => (typeof value === 'string' ? value : isNumber(value) ? String(value) : undefined),
};
const moment: Kind<string> = {
  expected: 'a time such as 2026-01-31T12:00:00Z',
  read: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value))
      ? value
      : undefined,
};

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
