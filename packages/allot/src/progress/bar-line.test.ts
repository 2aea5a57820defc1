import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BarLine, type BarLook, printBarLine } from './bar-line.js';

const look = (columns: number, rest: Partial<BarLook> = {}): BarLook => ({
  color: false,
  unicode: true,
  columns,
  ...rest,
});
const trend = {
  label: 'length',
  values: [8, 7, 6, 5, 4, 3, 2, 1],
  write: (value: number) => value.toFixed(1),
};

describe('a line of progress', () => {
  test('has a bar where there is a total', () => {
    const line: BarLine = { label: 'steps', text: '12/40  27 s left' };
    expect(printBarLine(line, { value: 10, total: 40 }, look(80))).toBe(
      `steps     ${'━'.repeat(6)}${'─'.repeat(18)} 12/40  27 s left`,
    );
    expect(printBarLine(line, { value: 10, total: 40 }, look(80, { unicode: false }))).toBe(
      `steps     ${'#'.repeat(6)}${'.'.repeat(18)} 12/40  27 s left`,
    );
    expect(printBarLine(line, { value: 0, total: 0 }, look(80))).toBe('steps     12/40  27 s left');
  });

  test('has a curve with its ends where it has a trend', () => {
    const line: BarLine = { label: 'length', text: '', trend };
    expect(printBarLine(line, { value: 0, total: 0 }, look(80))).toBe('length    █▇▆▅▄▃▂▁ 8.0 → 1.0');
    expect(printBarLine(line, { value: 0, total: 0 }, look(80, { unicode: false }))).toBe(
      'length    #*+=:-._ 8.0 -> 1.0',
    );
    expect(printBarLine(line, { value: 0, total: 0 }, look(24))).toBe('length    █▇▆▅▄▃▂▁ 1.0');
  });

  test('gives its room to the text where the terminal is narrow', () => {
    const line: BarLine = { label: 'steps', text: '12/40  27 s left' };
    expect(printBarLine(line, { value: 20, total: 40 }, look(36))).toBe(
      'steps     ━━━━──── 12/40  27 s left',
    );
  });

  test('says where its text goes on', () => {
    const line: BarLine = { label: 'last', text: 'accuracy 93.0%  tokens 32.7' };
    const none = { value: 0, total: 0 };
    expect(printBarLine(line, none, look(26))).toBe('last      accuracy 93.0%…');
    expect(printBarLine(line, none, look(27, { unicode: false }))).toBe('last      accuracy 93.0...');
  });

  test('is never wider than the terminal, in color or not', () => {
    const bar = fc.record({ value: fc.nat(50), total: fc.nat(50) });
    const text = fc.string({ maxLength: 90 }).map((characters) => stripVTControlCharacters(characters));
    fc.assert(
      fc.property(
        bar,
        text,
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 120 }),
        (size, words, plot, color, columns) => {
          const line: BarLine = { label: 'accuracy', text: words, trend: plot ? trend : undefined };
          const printed = stripVTControlCharacters(printBarLine(line, size, look(columns, { color })));
          expect(printed.length).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
