import { expect, it } from 'vitest';
import {
  finite,
  formatDuration,
  formatFixed,
  formatMetric,
  formatShare,
  formatSigned,
  formatTime,
  formatTokens,
  tickFormat,
} from './format.js';

it('writes signs, with nothing before a zero', () => {
  expect([
    formatSigned(6.94, 1),
    formatSigned(-0.04, 1),
    formatSigned(-3.2, 1),
    formatFixed(-49.6, 0),
  ]).toEqual(['+6.9', '0.0', '−3.2', '−50']);
});

it('gives tokens a decimal below a hundred', () => {
  expect([27.08, 99.94, 99.96, 15651.4].map(formatTokens)).toEqual(['27.1', '99.9', '100', '15,651']);
});

it('writes metrics of any size', () => {
  expect([0, 3e-4, 0.12345, 2.5, 40, 1234.5, 2.5e7].map(formatMetric)).toEqual([
    '0',
    '3e−4',
    '0.123',
    '2.5',
    '40',
    '1,235',
    '2.5e7',
  ]);
});

it('writes ticks with the fewest digits that tell them apart', () => {
  const write = (ticks: number[], unit: 'tokens' | 'share' | 'metric') => ticks.map(tickFormat(ticks, unit));
  expect(write([0, 20, 40], 'tokens')).toEqual(['0', '20', '40']);
  expect(write([0.825, 0.85], 'share')).toEqual(['82.5%', '85.0%']);
  expect(write([0, 1e-4, 2e-4], 'metric')).toEqual(['0', '1e−4', '2e−4']);
});

it('writes durations, shares and times', () => {
  expect([4.21, 38, 252, 7500].map(formatDuration)).toEqual(['4.2 s', '38 s', '4 min 12 s', '2 h 05 min']);
  expect(formatShare(0.8264)).toBe('82.6%');
  expect(formatTime('2026-11-23T17:44:09.000Z')).toBe('2026-11-23 17:44 UTC');
  expect(formatTime('soon')).toBe('soon');
});

it('takes only finite numbers for numbers', () => {
  expect([1.5, null, Number.NaN, Infinity, '3', undefined].map(finite)).toEqual([
    1.5,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
