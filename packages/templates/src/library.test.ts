import { printShape } from '@allot/spec';
import { expect, test } from 'vitest';
import { advantages, rewards, templates } from './library.js';

const all = [...templates.rewards, ...templates.advantages];

test('names are kebab-case, their own, and cited', () => {
  expect(templates.rewards.size).toBe(Object.keys(rewards).length);
  expect(templates.advantages.size).toBe(Object.keys(advantages).length);
  for (const [name, template] of all) {
    expect(name).toBe(template.name);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(template.source).toMatch(/arXiv \d{4}\.\d{5}/);
  }
});

test('a reference carries only what was given', () => {
  expect(rewards.hbpo({ beta: 4 })).toEqual({ template: 'hbpo', parameters: { beta: 4 } });
  expect(advantages.hbpo({ intra: false })).toEqual({ template: 'hbpo', parameters: { intra: false } });
  expect(advantages.grpo()).toEqual({ template: 'grpo' });
});

test('defaults lie in their ranges', () => {
  const outside = all.flatMap(([, { parameters }]) =>
    Object.values(parameters).filter(
      ({ default: value, range }) =>
        range && typeof value === 'number' && (value < range[0] || value > range[1]),
    ),
  );
  expect(outside).toEqual([]);
});

test('formulas print as papers write them', () => {
  expect(
    all.map(([name, { kind, build }]) => `${kind} ${name}: ${printShape(build({}))}`),
  ).toMatchInlineSnapshot(`
    [
      "reward hbpo: correct && tokens <= lMax ? tokens > budget ? beta * cos(pi * tokens / (2 * lMax)) - 1 / lMax * abs(tokens - budget) : beta * cos(pi * budget / (2 * lMax)) : 0",
      "reward hbpo-released: formatted ? correct && tokens <= lMax ? min(beta * cos(3.1416 * tokens / (2 * lMax)) - 1 / lMax * abs(tokens - budget), beta * cos(3.1416 * budget / (2 * lMax))) : 0 : -1",
      "reward classic: correct ? 1 : 0",
      "reward global-cosine: correct && tokens <= lMax ? beta * cos(pi * tokens / (2 * lMax)) : 0",
      "reward cosine: tokens + margin >= lMax ? exceed : correct ? correctLong + 0.5 * (correctShort - correctLong) * (1 + cos(pi * tokens / lMax)) : wrongLong + 0.5 * (wrongShort - wrongLong) * (1 + cos(pi * tokens / lMax))",
      "reward l1-exact: correct - alpha * abs(budget - tokens)",
      "reward l1-max: correct * min(max(alpha * (budget - tokens) + delta, 0), 1)",
      "advantage hbpo: mean[tier](reward) - beta * cos(pi * budget / (2 * lMax)) + (reward - mean[group](reward)) / (std[group](reward) + epsilon)",
      "advantage hbpo-released: 2 * (mean[tier](reward) - beta * cos(pi * budget / (2 * lMax))) + (reward - mean[group](reward)) / (std[group](reward) + epsilon)",
      "advantage grpo: (reward - mean[group](reward)) / (std[group](reward) + epsilon)",
      "advantage dr-grpo: reward - mean[group](reward)",
      "advantage rloo: count[group](reward) / max(count[group](reward) - 1, 1) * (reward - mean[group](reward))",
    ]
  `);
});
