import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { findingsOf } from './findings-of.js';

const expression = (kind: 'rewards' | 'advantages', name: string) => templates[kind].get(name)!.build({});
const codesOf = (name: string, budgets = [512, 1024, 2048, 2560]) =>
  findingsOf({ kind: 'reward', expression: expression('rewards', name) }, { budgets, lMax: 4096 }).map(
    ({ code, severity }) => `${severity} ${code}`,
  );

test('HBPO has tiers that change places, a cosine collapses', () => {
  expect(codesOf('hbpo')).toContain('info shape/crossings');
  expect(codesOf('hbpo')).not.toContain('warning shape/collapse-risk');
  expect(codesOf('global-cosine')).toContain('warning shape/collapse-risk');
});

test('messages hold the numbers of the setting', () => {
  const messages = findingsOf(
    {
      kind: 'advantage',
      expression: expression('advantages', 'hbpo'),
      reward: expression('rewards', 'hbpo'),
    },
    { budgets: [512, 2560], lMax: 4096 },
  ).map(({ message }) => message);
  expect(messages.join('\n')).toContain('-3.92');
  expect(messages.join('\n')).toContain('-2.22');
});

test('a single budget has nothing to cross', () => {
  expect(codesOf('hbpo', [512])).not.toContain('info shape/crossings');
});
