// Plans that say how tiers sample, what is cut, and which tokens get which credit.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { countDecoderFlops, type DecoderConfig, parseDecoderConfig } from '@allot/graph';
import { type Plan, printShape, type ResolvedReinforcement } from '@allot/spec';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { completeDefinition } from '../testing/base-definitions.js';
import { codesOf, planText } from '../testing/check-text.js';
import { fakeConfig } from '../testing/fake-host.js';
import { printPlan } from './print-plan.js';

const planned = `
tiers:
  - { budget: 18, rollouts: 2, system: '[min]', firstToken: { text: </think>, probability: 0.5 } }
  - { budget: 36, rollouts: 2, promptSuffix: '[{budget}]', thinkingCap: 40, cap: 60 }
cut: { to: 'group.mean((r) => r.tokens, { empty: 0 }) + 3', when: correct }
credit:
  - { tokens: first, multiply: { expression: '0.001 * tokens' } }
  - { tokens: { after: '=' }, multiply: 2, add: { schedule: [[0, 1], [1, 0]] } }
`;

const check = (text: string) => planText(completeDefinition(text));
const planOf = async (text: string): Promise<Plan> => {
  const { plan, diagnostics } = await check(text);
  expect(diagnostics).toEqual([]);
  return plan as Plan;
};
const settingsOf = (plan: Plan): ResolvedReinforcement => plan.settings as ResolvedReinforcement;

test('the plan holds expressions, derives the closing, and leaves out what a tier does not state', async () => {
  const { tiers, cut, credit } = settingsOf(await planOf(planned));
  expect(tiers[0]).toEqual({
    budget: 18,
    rollouts: 2,
    system: '[min]',
    firstToken: { text: '</think>', probability: 0.5 },
    prefill: '',
    cap: 64,
  });
  expect(tiers[1]).toMatchObject({ thinkingCap: 40, closing: '</think>' });
  expect(cut && [printShape(cut.to), printShape(cut.when), cut.atLeast]).toEqual([
    'mean[group](tokens) + 3',
    'correct',
    1,
  ]);
  expect(credit?.map(({ multiply }) => multiply && printShape(multiply))).toEqual(['0.001 * tokens', '2']);
  expect(credit?.[0]?.add).toBeUndefined();
  expect(credit?.[1]?.add && printShape(credit[1].add)).toContain('progress');
});

test('it fits its schema, and every value has an origin', async () => {
  const plan = await planOf(planned);
  const schema = fileURLToPath(new URL('../../../../schemas/plan.schema.json', import.meta.url));
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
  validate(JSON.parse(JSON.stringify(plan)));
  expect(validate.errors).toBeNull();
  const rows = printPlan(plan).split('\n');
  for (const row of rows.filter((line) => /^ {2}(tiers|cut|credit)\b/.test(line)))
    expect(row).toMatch(/ {2}(default|from|\S*definition\.yaml:\d+)/);
});

test('the keys of plan and stages tell plans apart', async () => {
  const changes = [
    '',
    "cut: { to: '12' }\n",
    "cut: { to: '12', when: correct }\n",
    'credit: [{ tokens: first, multiply: 2 }]\n',
    'credit: [{ tokens: answer, multiply: 2 }]\n',
  ];
  const plans = await Promise.all(changes.map(planOf));
  expect(new Set(plans.map(({ key }) => key)).size).toBe(changes.length);
  expect(new Set(plans.map(({ stages }) => stages[0]?.key)).size).toBe(changes.length);
});

test('the cost counts texts of prompts, and what second phases read again', async () => {
  const { config } = parseDecoderConfig(fakeConfig);
  const tiers = (more: string) =>
    `tiers: [{ budget: 18, rollouts: 4, prefill: "[18]"${more} }]\nresponse: { maxTokens: 60 }\n`;
  const [plain, suffixed, capped] = await Promise.all(
    ['', ', promptSuffix: "[min]"', ', thinkingCap: 40'].map(
      async (more) => (await planOf(tiers(more))).cost,
    ),
  );
  const rollouts = plain?.rollouts ?? 0;
  const flops = (tokens: number) =>
    countDecoderFlops(config as DecoderConfig, { tokens, context: (18 + 60) / 2 }).forwardFlops;
  // Prompt of 18, reasoning of 40, closing of 1.
  expect((capped?.flops ?? 0) - (plain?.flops ?? 0)).toBeCloseTo(flops(rollouts * 59), -1);
  expect(capped?.maxResponseTokens).toBe(plain?.maxResponseTokens);
  expect(suffixed?.flops).toBeGreaterThan((plain?.flops ?? 0) + 4 * flops(rollouts * 5) * 0.9);
});

test('tiers that differ in any text tell the policy something', async () => {
  const tiers = (first: string, second: string) =>
    `tiers:\n  - { budget: 18, rollouts: 2${first} }\n  - { budget: 36, rollouts: 2${second} }\n`;
  const suffix = ", promptSuffix: '[{budget}]'";
  expect(codesOf(await check(tiers(suffix, suffix)))).toEqual([]);
  const first = (text: string) => `, firstToken: { text: '${text}', probability: 0.5 }`;
  expect(codesOf(await check(tiers(first('</think>'), first('='))))).not.toContain('tiers/same-prefill');
  expect(codesOf(await check(tiers(first('='), first('='))))).toContain('tiers/same-prefill');
});

test('sequences are as long as the texts around the problem make them', async () => {
  const long = `tiers: [{ budget: 18, rollouts: 4, system: '${'18'.repeat(30)}' }]\n`;
  const { diagnostics } = await check(long);
  expect(diagnostics.map(({ code }) => code)).toEqual(['response/too-long']);
  expect(diagnostics[0]?.message).toContain('prompt 78');
  const batch = 'training: { tokensPerMicrobatch: 90 }\n';
  const shorter = `tiers: [{ budget: 18, rollouts: 4, promptSuffix: '[18][min]-' }]\n${batch}`;
  expect(codesOf(await check(shorter))).toEqual(['training/microbatch-too-small']);
});

test.each([
  ['cut: { to: reward }\n', 'shape/field-not-here', 'cut.to'],
  ["cut: { to: '12', when: 'tokns > 3' }\n", 'shape/unknown-name', 'cut.when'],
  ["credit: [{ tokens: all, add: { expression: 'tokns' } }]\n", 'shape/unknown-name', 'credit[0].add'],
  ['credit: [{ tokens: all, add: { template: grop } }]\n', 'template/unknown', 'credit[0].add'],
  [
    'credit: [{ tokens: all, add: { perTier: { 18: { template: grpo } } } }]\n',
    'shape/tier-without-shape',
    'credit',
  ],
  [
    'credit: [{ tokens: all, add: { schedule: [[0, 1], [0, 2]] } }]\n',
    'shape/schedule-order',
    'credit[0].add',
  ],
  ['credit: [{ tokens: all, add: { sum: {} } }]\n', 'shape/no-parts', 'credit[0].add'],
  ['credit: [{ tokens: frist, add: 1 }]\n', 'schema/unknown-choice', 'credit[0].tokens'],
  ['credit: [{ tokens: { aftr: x }, add: 1 }]\n', 'schema/unknown-key', 'credit[0].tokens.aftr'],
  ['credit: []\n', 'schema/wrong-length', 'credit'],
  [
    'tiers: [{ budget: 18, rollouts: 4, firstToken: { text: "=", probability: 0 } }]\n',
    'schema/out-of-range',
    'tiers[0]',
  ],
  [
    'tiers: [{ budget: 18, rollouts: 4, firstToken: { text: "=", probability: 1.5 } }]\n',
    'schema/out-of-range',
    'tiers[0]',
  ],
  ["cut: { to: '12', atLeast: 0 }\n", 'schema/out-of-range', 'cut.atLeast'],
])('%j is a mistake, shown at its place', async (text, code, place) => {
  const { diagnostics } = await check(text);
  const found = diagnostics.find((diagnostic) => diagnostic.code === code);
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  expect(found?.span).toBeDefined();
  expect(found?.path ?? place).toContain(place);
});

test('a plan without cut and credit says nothing of them', async () => {
  const settings = settingsOf(await planOf(''));
  expect(Object.keys(settings)).not.toContain('cut');
  expect(Object.keys(settings)).not.toContain('credit');
});
