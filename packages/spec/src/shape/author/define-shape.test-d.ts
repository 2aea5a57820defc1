import { describe, expectTypeOf, test } from 'vitest';
import type { ShapeField, TokenField } from '../fields.js';
import {
  type AdvantageShape,
  defineAdvantage,
  defineCoefficient,
  defineCredit,
  defineReward,
} from './define-shape.js';
import type { AdvantageRow, RewardRow } from './rows.js';
import type { ShapeScope, StatisticOptions } from './scopes.js';
import type { CreditRow } from './token-rows.js';

describe('rows', () => {
  test('have every field that is known by then, and the tokens of the response', () => {
    expectTypeOf<keyof RewardRow>().toEqualTypeOf<
      Exclude<ShapeField, 'reward' | 'advantage'> | 'response' | 'signals'
    >();
    expectTypeOf<keyof AdvantageRow>().toEqualTypeOf<keyof RewardRow | 'reward'>();
    expectTypeOf<keyof CreditRow>().toEqualTypeOf<
      keyof AdvantageRow | 'advantage' | TokenField | 'tokenSignals' | 'segment' | 'position'
    >();
  });
});

describe('defineReward', () => {
  const brief = defineReward('brief', ({ correct, tokens, lMax }) => (correct ? 1 - tokens / lMax : 0));

  test('carries its name and may be called by other shapes', () => {
    expectTypeOf(brief.shape).toEqualTypeOf<string>();
    expectTypeOf(brief.kind).toEqualTypeOf<'reward'>();
    defineReward('twice', (row, scopes) => 2 * brief(row, scopes));
    defineAdvantage('centred', (row, scopes) => row.reward - brief(row, scopes));
    expectTypeOf(brief).not.toExtend<AdvantageShape>();
  });

  test('misuse', () => {
    expectTypeOf(defineReward).parameter(0).toEqualTypeOf<string>();
    // @ts-expect-error misspelt field
    defineReward('wrong', ({ tokns }) => tokns);
    // @ts-expect-error a reward cannot read the reward
    defineReward('wrong', ({ reward }) => reward);
    // @ts-expect-error nor can a coefficient
    defineCoefficient('wrong', ({ reward }) => reward);
    // @ts-expect-error text is no reward
    defineReward('wrong', ({ tokens }) => `${tokens}`);
    // @ts-expect-error a flag is no number
    defineReward('wrong', ({ correct }) => correct);
    // @ts-expect-error a flag is no number
    defineReward('wrong', ({ correct, tokens }) => correct * tokens);
    // @ts-expect-error a path without a value
    defineReward('wrong', ({ correct }) => {
      if (correct) return 1;
    });
    // @ts-expect-error the name comes first
    defineReward(({ tokens }) => tokens);
  });
});

describe('scopes', () => {
  test('statistics of members', () => {
    const standard = defineAdvantage('standard', ({ reward }, { group, tier, batch }) => {
      const mean = group.mean((member) => member.reward, { empty: 0 });
      const std = tier.std((member) => member.reward, {
        empty: 1,
        ddof: 0,
        where: (member) => member.correct,
      });
      const least = batch.quantile((member) => member.tokens, 0.3, { empty: 0, leaveOneOut: true });
      const rank = group.rank((member) => member.tokens, { ties: 'mean' });
      return (reward - mean) / std + least + rank + group.count((member) => member.correct) + group.count();
    });
    expectTypeOf(standard).toEqualTypeOf<AdvantageShape>();
  });

  test('misuse', () => {
    expectTypeOf<ShapeScope<RewardRow>['mean']>().parameter(1).toEqualTypeOf<StatisticOptions<RewardRow>>();
    // @ts-expect-error a mean of nothing needs a value
    defineReward('wrong', (_, { group }) => group.mean((member) => member.tokens));
    // @ts-expect-error a mean of nothing needs a value
    defineReward('wrong', (_, { group }) => group.mean((member) => member.tokens, { ddof: 1 }));
    // @ts-expect-error only a deviation has ddof
    defineReward('wrong', (_, { group }) => group.mean((member) => member.tokens, { empty: 0, ddof: 1 }));
    // @ts-expect-error 0 or 1
    defineReward('wrong', (_, { group }) => group.std((member) => member.tokens, { empty: 0, ddof: 2 }));
    // @ts-expect-error members of a reward's scopes have no reward either
    defineReward('wrong', (_, { group }) => group.sum((member) => member.reward));
    // @ts-expect-error a condition is true or false
    defineReward('wrong', (_, { group }) => group.count((member) => member.tokens));
    // @ts-expect-error no such scope
    defineReward('wrong', (_, { prompt }) => prompt.sum(() => 1));
    // @ts-expect-error no such statistic
    defineReward('wrong', (_, { group }) => group.average((member) => member.tokens, { empty: 0 }));
    const standard = defineAdvantage('standard', ({ reward }) => reward);
    // @ts-expect-error a reward cannot call what reads the reward
    defineReward('wrong', (row, scopes) => standard(row, scopes));
  });
});

describe('tokens', () => {
  test('of a response, of its members, and of the same segment or place', () => {
    defineReward('sure', ({ response }, { group }) => {
      const own = response.mean((token) => token.logProbability, {
        where: (token) => token.thinking,
        empty: 0,
      });
      return (
        own - group.mean((r) => r.response.min((token) => token.logProbability, { empty: 0 }), { empty: 0 })
      );
    });
    const brief = defineAdvantage(
      'brief',
      ({ reward, response }) => reward / response.count((t) => t.correct),
    );
    defineCredit('spread', (token, scopes) => {
      const { advantage, segment, position, response } = token;
      const sure = segment.mean((t) => t.logProbability, { empty: 0 });
      const low = response.quantile((t) => t.segment.mean((u) => u.logProbability, { empty: 0 }), 0.3, {
        empty: 0,
      });
      return sure < low ? 0 : advantage + position.rank((t) => t.reward) + brief(token, scopes);
    });
    expectTypeOf(brief).toEqualTypeOf<AdvantageShape>();
  });

  test('misuse', () => {
    // @ts-expect-error a response has no log-probability of its own
    defineReward('wrong', ({ logProbability }) => logProbability);
    // @ts-expect-error a response is none of its tokens
    defineReward('wrong', ({ response }) => response.rank((token) => token.index));
    defineReward('wrong', ({ response }) =>
      // @ts-expect-error a response is none of its tokens
      response.mean((token) => token.index, { empty: 0, leaveOneOut: true }),
    );
    // @ts-expect-error the reward is not known yet
    defineReward('wrong', ({ response }) => response.mean((token) => token.reward, { empty: 0 }));
    // @ts-expect-error nor is the advantage
    defineAdvantage('wrong', ({ advantage }) => advantage);
    // @ts-expect-error a segment belongs to a token
    defineReward('wrong', ({ segment }) => segment.count());
    expectTypeOf<RewardRow>().not.toHaveProperty('logProbability');
  });
});
