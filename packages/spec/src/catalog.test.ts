import { expect, test } from 'vitest';
import { defineCatalog, reporter } from './catalog.js';

const catalog = defineCatalog({
  'tiers/not-ascending': {
    severity: 'error',
    message: 'Budget {budget} comes after {previous}, {previous} being greater.',
    help: 'Put {budget} before {previous}.',
    why: 'Tiers ascend.',
    example: { language: 'yaml', text: 'tiers: [2, 1]' },
  },
  'run/slow': {
    severity: 'warning',
    message: 'It will be slow.',
    help: 'Wait.',
    why: 'It is much work.',
    example: { language: 'shell', text: 'allot run' },
  },
});
const report = reporter(catalog);

test('placeholders are filled in message and help, wherever they come', () => {
  expect(report('tiers/not-ascending', { budget: 1, previous: '2' }, { path: 'tiers[1]' })).toEqual({
    code: 'tiers/not-ascending',
    severity: 'error',
    message: 'Budget 1 comes after 2, 2 being greater.',
    help: 'Put 1 before 2.',
    path: 'tiers[1]',
  });
});

test('a value that looks like a placeholder or a pattern stays as it is', () => {
  expect(report('tiers/not-ascending', { budget: '{previous}', previous: '$&' }).help).toBe(
    'Put {previous} before $&.',
  );
});

test('a detail may raise the severity', () => {
  expect(report('run/slow', {}, { severity: 'error' }).severity).toBe('error');
});
