import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  assignment,
  collect,
  memorySize,
  numberBetween,
  oneOf,
  portNumber,
  shareAboveZero,
  wholeNumber,
} from './options.js';

describe('wholeNumber', () => {
  test('takes whole numbers from the least on', () => {
    expect(wholeNumber(1)('12')).toBe(12);
    expect(wholeNumber(0)('0')).toBe(0);
  });
  test.each(['0', '-1', '1.5', '1e3', '', ' 1', 'x', '99999999999999999999'])('refuses %j', (text) => {
    expect(() => wholeNumber(1)(text)).toThrow(InvalidArgumentError);
  });
});

describe('portNumber', () => {
  test('takes what a server can listen on', () => {
    expect(['0', '1', '65535'].map(portNumber)).toEqual([0, 1, 65535]);
  });
  test.each(['65536', '-1', '80.5', '0x50', '', ' 80', 'http'])('refuses %j', (text) => {
    expect(() => portNumber(text)).toThrow('from 1 to 65535');
  });
});

describe('memorySize', () => {
  test.each([
    ['80GiB', 80 * 2 ** 30],
    ['24 GB', 24e9],
    ['1.5GiB', 1.5 * 2 ** 30],
    ['512MiB', 2 ** 29],
  ])('takes %s', (text, bytes) => {
    expect(memorySize(text)).toBe(bytes);
  });
  test.each(['80', 'GiB', '80 gib', '-1GB', '1e3GB', ''])('refuses %j', (text) => {
    expect(() => memorySize(text)).toThrow(InvalidArgumentError);
  });
});

describe('numberBetween', () => {
  test('takes both ends', () => {
    expect([numberBetween(0, 1)('0'), numberBetween(0, 1)('1'), numberBetween(0, 1)('0.95')]).toEqual([
      0, 1, 0.95,
    ]);
  });
  test.each(['1.1', '-0.1', '', 'NaN', 'half'])('refuses %j', (text) => {
    expect(() => numberBetween(0, 1)(text)).toThrow(InvalidArgumentError);
  });
});

describe('shareAboveZero', () => {
  test('takes its upper end', () => {
    expect([shareAboveZero('1'), shareAboveZero('0.95')]).toEqual([1, 0.95]);
  });
  test.each(['0', '1.1', '-0.1', '', 'NaN', 'half'])('refuses %j', (text) => {
    expect(() => shareAboveZero(text)).toThrow(InvalidArgumentError);
  });
});

test('oneOf names the words it takes', () => {
  expect(oneOf('cpu', 'cuda')('cuda')).toBe('cuda');
  expect(() => oneOf('cpu', 'cuda')('gpu')).toThrow('one of cpu, cuda');
});

describe('assignment', () => {
  test('splits at the first equals sign', () => {
    expect(assignment('tiers[0].prefill=a=b')).toEqual({ path: 'tiers[0].prefill', value: 'a=b' });
    expect(assignment('description=')).toEqual({ path: 'description', value: '' });
  });
  test.each(['steps', '=3', ''])('refuses %j', (text) => {
    expect(() => assignment(text)).toThrow(InvalidArgumentError);
  });
});

test('collect keeps the order of a repeated option', () => {
  const add = collect(assignment);
  expect(add('b=2', add('a=1', undefined))).toEqual([
    { path: 'a', value: '1' },
    { path: 'b', value: '2' },
  ]);
});
