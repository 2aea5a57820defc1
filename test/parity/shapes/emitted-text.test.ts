// Emitted modules as text: golden/*.py. ALLOT_UPDATE_GOLDENS=1 rewrites.
import { readFileSync, writeFileSync } from 'node:fs';
import { emitPython, type PythonShape } from '@allot/compiler';
import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { randomExpressions } from './random-expressions.js';
import { userShapes } from './user-shapes.js';

const update = process.env.ALLOT_UPDATE_GOLDENS === '1';

const template = (kind: 'reward' | 'advantage', name: string): PythonShape => {
  const found = templates[`${kind}s`].get(name)!;
  return { ...found, expression: found.build({}) };
};
const user = (name: string): PythonShape => ({ name, kind: 'reward', expression: userShapes[name]! });

const goldens: Readonly<Record<string, PythonShape>> = {
  'hbpo-reward': template('reward', 'hbpo'),
  'hbpo-advantage': template('advantage', 'hbpo'),
  cosine: template('reward', 'cosine'),
  rloo: template('advantage', 'rloo'),
  'short-among-right': user('short-among-right'),
  'soft-overlong': user('soft-overlong'),
  'ladder-by-budget': user('ladder-by-budget'),
  'numbers-as-flags': user('numbers-as-flags'),
};

test.each(Object.entries(goldens))('%s', (name, shape) => {
  const file = new URL(`golden/${name}.py`, import.meta.url);
  const text = emitPython(shape);
  if (update) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

test('no line is longer than 110 characters', () => {
  for (const expression of randomExpressions(300, 5)) {
    const text = emitPython({ name: 'random', kind: 'reward', expression });
    expect(text.split('\n').filter((line) => line.length > 110)).toEqual([]);
  }
});
