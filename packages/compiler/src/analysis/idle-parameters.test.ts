import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { idleParameters } from './idle-parameters.js';

test('a parameter that acts through what the run remembers is not idle', () => {
  const definition = { template: 'laser-d', parameters: { every: 20, shortest: 1024 } };
  expect(idleParameters(definition, templates.rewards)).toEqual([]);
});

test('a parameter whose switch is off is idle', () => {
  const definition = { template: 'lapo-internalize', parameters: { target: 512, remembered: true } };
  expect(idleParameters(definition, templates.rewards)).toEqual(['target']);
});

test('a parameter of -1 has an effect like any other', () => {
  expect(idleParameters({ template: 'grpo-lead', parameters: { wrong: -1 } }, templates.rewards)).toEqual([]);
});
