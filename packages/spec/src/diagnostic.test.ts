import { expect, test } from 'vitest';
import { type Diagnostic, hasErrors, sortDiagnostics } from './diagnostic.js';

const at = (code: string, file?: string, line = 1, column = 1): Diagnostic => ({
  code,
  severity: 'warning',
  message: code,
  ...(file ? { span: { file, line, column, endLine: line, endColumn: column } } : {}),
});

test('sorted by file, line, column, code; without a place last', () => {
  const sorted = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const diagnostics = [
    at('g'),
    at('f'),
    at('e', 'y', 1, 1),
    at('d', 'x', 10, 1),
    at('c', 'x', 2, 3),
    at('b', 'x', 2, 1),
    at('a', 'x', 2, 1),
  ];
  expect(sortDiagnostics(diagnostics).map(({ code }) => code)).toEqual(sorted);
  expect(diagnostics[0]?.code).toBe('g');
});

test('hasErrors looks for errors only', () => {
  expect(hasErrors([at('a')])).toBe(false);
  expect(hasErrors([at('a'), { ...at('b'), severity: 'error' }])).toBe(true);
});
