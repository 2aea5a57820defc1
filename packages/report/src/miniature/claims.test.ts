import { describe, expect, test } from 'vitest';
import { type ArmWorld, miniatureWorld, paperWorld } from '../../test-support/miniature-world.js';
import { claims, tierClaims } from './claims.js';
import { type Judgement, judgeClaim } from './judge-claim.js';

type Arms = Readonly<Record<string, ArmWorld>>;

const change = (name: string, arm: ArmWorld): Arms => ({
  ...paperWorld,
  [name]: { ...paperWorld[name], ...arm },
});

/** The world in which the claim of this place does not hold. */
const against: readonly Arms[] = [
  change('hbpo', { natural: { ...paperWorld.hbpo?.natural, all: [0.86, 26] } }),
  change('hbpo', { natural: { ...paperWorld.hbpo?.natural, all: [0.94, 33] } }),
  change('hbpo', { natural: { ...paperWorld.hbpo?.natural, easy: [0.99, 30] } }),
  change('hbpo', { efficient: [0.7, 16] }),
  change('hbpo', { efficient: [0.9, 29] }),
  change('single-budget', { natural: { all: [0.96, 25] } }),
  change('two-budgets', { natural: { all: [0.96, 25] } }),
  change('eight-budgets', { natural: { all: [0.98, 25] } }),
  change('cosine', { natural: { ...paperWorld.cosine?.natural, hard: [0.95, 24] } }),
  change('classic', { natural: { ...paperWorld.classic?.natural, hard: [0.97, 60] } }),
  change('hbpo', { spread: [12, 8, 1] }),
  change('cosine', { spread: [10, 9, 0.1] }),
  change('hbpo', { thinking: [0.9, 0.8] }),
  change('hbpo', { rechecks: [6, 2] }),
  change('hbpo', { longer: [0.4, 30] }),
  change('hbpo', { tiers: { 12: 34, 60: 20 } }),
];

const judgements = (arms: Arms, noise?: number): Judgement[] => {
  const results = miniatureWorld(arms, noise === undefined ? {} : { noise });
  return claims.map((claim) => judgeClaim(claim, results).judgement);
};

test('every claim holds in the world of the paper', () => {
  expect(judgements(paperWorld)).toEqual(claims.map(() => 'holds'));
});

describe.each(claims.map((claim, place) => ({ claim, place })))('$claim.text', ({ claim, place }) => {
  test('does not hold where it is otherwise', () => {
    const world = against[place];
    expect(world).toBeDefined();
    expect(judgeClaim(claim, miniatureWorld(world as Arms)).judgement).toBe('fails');
  });

  test('cannot be judged with two seeds, and says so', () => {
    const few = Object.fromEntries(
      Object.entries(paperWorld).map(([name, arm]) => [name, { ...arm, seeds: [1, 2] }]),
    );
    const { judgement, because } = judgeClaim(claim, miniatureWorld(few));
    expect(judgement).toBe('open');
    expect(because).toContain('2 of 3 seeds');
  });

  test('cannot be judged without one of its arms', () => {
    const [missing = ''] = claim.arms;
    const { [missing]: _, ...rest } = paperWorld;
    const { judgement, because, parts } = judgeClaim(claim, miniatureWorld(rest));
    expect({ judgement, parts }).toEqual({ judgement: 'open', parts: [] });
    expect(because).toBe(`not run yet: ${missing}`);
  });
});

test('nothing can be judged where seeds disagree wildly', () => {
  expect(new Set(judgements(paperWorld, 0.8))).toEqual(new Set(['open']));
});

test('what is asked under a condition can hold and fail', () => {
  const world = miniatureWorld(paperWorld);
  expect(tierClaims.map((claim) => judgeClaim(claim, world).judgement)).toEqual(
    tierClaims.map(() => 'holds'),
  );
  const narrow = miniatureWorld({
    ...paperWorld,
    hbpo: {
      ...paperWorld.hbpo,
      natural: { ...paperWorld.hbpo?.natural, all: [0.8, 26] },
      efficient: [0.7, 29],
      spread: [12, 5, 1],
      tiers: { 12: 34, 60: 20 },
    },
  });
  expect(tierClaims.map((claim) => judgeClaim(claim, narrow).judgement)).toEqual(
    tierClaims.map(() => 'fails'),
  );
});
