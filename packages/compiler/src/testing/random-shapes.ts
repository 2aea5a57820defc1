// Random sources of advantages and credits inside the shape language, for tests that compare two ways of evaluating them.
import fc from 'fast-check';

const before = `import { defineAdvantage, defineCredit, defineReward } from 'allot';
const beta = 1.5, strict = true;
enum Mode { Short, Long = 4 }
const settings = { gamma: 1 / 3, flags: { on: false } } as const;
const scaled = (x: number, y: number) => { const x2 = x * y; if (x2 > 10) return x2 / 3; return x2 + y; };
function sign(row: { tokens: number }, flip: boolean) { return flip ? -row.tokens : row.tokens; }
const other = defineReward('other', ({ tokens: t, lMax }, { group }) => t / lMax - group.mean((s) => s.tokens, { empty: 0 }));
`;

const constants = [
  '0',
  '1',
  '0.5',
  '2',
  '7',
  'beta',
  'settings.gamma',
  'Mode.Short',
  'Mode.Long',
  'Math.PI',
  'k',
];
const flags = ['strict', 'settings.flags.on', 'true'];
const unary = [
  'abs',
  'cos',
  'exp',
  'log',
  'sqrt',
  'floor',
  'round',
  'sign',
  'tanh',
  'cbrt',
  'log1p',
  'trunc',
];

interface Grammar {
  readonly number: fc.Arbitrary<string>;
  readonly flag: fc.Arbitrary<string>;
}

/** Expressions over given leaves, fully parenthesised. */
const grammar = (
  numbers: readonly string[],
  flagNames: readonly string[],
  further: readonly fc.Arbitrary<string>[] = [],
): Grammar =>
  fc.letrec<{ number: string; flag: string }>((tie) => {
    const [number, flag] = [tie('number'), tie('flag')];
    const operator = (...operators: string[]) => fc.constantFrom(...operators);
    const pair = (side: fc.Arbitrary<string>, ...operators: string[]) =>
      fc.tuple(side, operator(...operators), side).map(([a, sign, b]) => `(${a} ${sign} ${b})`);
    return {
      number: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'shape' },
        fc.constantFrom(...numbers, ...constants),
        pair(number, '+', '-', '*', '/', '%', '**', '&&', '||'),
        number.map((a) => `(-${a})`),
        fc.tuple(operator(...unary), number).map(([name, a]) => `Math.${name}(${a})`),
        fc
          .tuple(operator('min', 'max'), number, number, number)
          .map(([name, ...all]) => `Math.${name}(${all.join()})`),
        fc
          .tuple(operator('pow', 'atan2', 'scaled'), number, number)
          .map(([name, a, b]) => (name === 'scaled' ? `scaled(${a}, ${b})` : `Math.${name}(${a}, ${b})`)),
        fc.tuple(flag, number, number).map(([test, a, b]) => `(${test} ? ${a} : ${b})`),
        flag.map((test) => `Number(${test})`),
        ...further,
      ),
      flag: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'shape' },
        fc.constantFrom(...flagNames, ...flags),
        pair(number, '<', '<=', '>', '>=', '===', '!=='),
        pair(flag, '&&', '||', '===', '!=='),
        flag.map((test) => `!${test}`),
        number.map((a) => `!${a}`),
        number.map((a) => `Boolean(${a})`),
      ),
    };
  });

const fields = ['tokens', 'budget', 'lMax', 'reward'];
const memberOf = (name: string) => fields.map((field) => `${name}.${field}`);

/** A statistic over `scope`, of expressions of the member `r`; `itself`: whether the row is one of the members. */
function statistic(scope: string, { number, flag }: Grammar, itself = true): fc.Arbitrary<string> {
  const where = fc.option(flag, { nil: undefined });
  const common = fc
    .tuple(where, itself ? fc.boolean() : fc.constant(false))
    .map(([test, out]) => `${test ? `, where: (r) => ${test}` : ''}${out ? ', leaveOneOut: true' : ''}`);
  const named = fc.constantFrom('mean', 'min', 'max', 'median', 'std');
  const simple = fc
    .tuple(named, number, common, fc.constantFrom(0, 1))
    .map(
      ([name, of, options, ddof]) =>
        `${scope}.${name}((r) => ${of}, { empty: -beta${name === 'std' ? `, ddof: ${ddof}` : ''}${options} })`,
    );
  return fc.oneof(
    simple,
    fc
      .tuple(number, common)
      .map(([of, options]) => `${scope}.quantile((r) => ${of}, 0.3, { empty: 2${options} })`),
    fc.tuple(number, common).map(([of, options]) => `${scope}.sum((r) => ${of}, {${options.slice(1)} })`),
    flag.map((test) => `${scope}.count((r) => ${test})`),
    ...(itself ? [ranked(scope, number, where)] : []),
  );
}

const ranked = (
  scope: string,
  number: fc.Arbitrary<string>,
  where: fc.Arbitrary<string | undefined>,
): fc.Arbitrary<string> =>
  fc
    .tuple(number, where, fc.constantFrom('min', 'mean', 'max'))
    .map(
      ([of, test, ties]) =>
        `${scope}.rank((r) => ${of}, { ties: '${ties}'${test ? `, where: (r) => ${test}` : ''} })`,
    );

const nested = fc.constantFrom(
  'scopes.batch.max((q) => q.tokens, { empty: 0 })',
  'm',
  'other(r, scopes)',
  'sign(r, r.correct)',
);
const inGroup = grammar(memberOf('r'), ['r.correct', 'r.truncated'], [nested]);
const anywhere = grammar(
  memberOf('r'),
  ['r.correct', 'r.truncated'],
  [fc.constant('r.response.max((t) => t.logProbability * t.index, { where: (t) => t.thinking, empty: 3 })')],
);
const tokens = ['r.index', 'r.segmentIndex', 'r.logProbability'];
const inResponse = grammar(
  [...tokens, 'r.tokens', 'n', 'm'],
  ['r.thinking', 'r.correct', 'correct'],
  [
    fc.constant('r.segment.mean((t) => t.logProbability, { empty: 0 })'),
    fc.constant('r.position.sum((t) => t.reward)'),
  ],
);
const own = grammar(
  ['tokens', 'n', 'row.lMax', 'reward', 'a', 'm'],
  ['correct', 'row.truncated', 'h'],
  [
    statistic('group', inGroup),
    statistic('tier', anywhere),
    statistic('scopes.batch', anywhere),
    statistic('row.response', inResponse, false),
    fc.constant('other(row, scopes)'),
    fc.constant('sign(row, h)'),
  ],
);

const ofSegment = grammar([...tokens, 'r.tokens', 'n', 'm'], ['r.thinking', 'correct']);
const acrossGroup = grammar([...tokens, 'r.tokens', 'm'], ['r.thinking', 'r.correct']);
const ofToken = grammar(
  ['tokens', 'index', 'row.logProbability', 'advantage', 'a', 'm', 's'],
  ['row.thinking', 'correct', 'h'],
  [
    statistic('segment', ofSegment),
    statistic('row.position', acrossGroup),
    statistic('response', inResponse, false),
    statistic('group', inGroup),
    fc.constant('other(row, scopes)'),
  ],
);

/** A file that defines the credit `example`. */
export const randomCredit: fc.Arbitrary<string> = fc
  .tuple(ofToken.number, ofToken.flag, ofToken.number, ofToken.number)
  .map(
    ([first, test, early, end]) => `${before}
export const example = defineCredit('example', (row, scopes) => {
  const { tokens, index, advantage, correct, budget: n, segment, response } = row;
  const { group } = scopes;
  const k = beta, m = group.mean((r) => r.tokens, { empty: 0 }), s = segment.max((t) => t.index, { empty: 0 });
  const a = (${first.replace(/\ba\b/g, 'tokens').replace(/\bh\b/g, 'correct')});
  const h = (${test.replace(/\bh\b/g, 'correct')});
  if (h) return ${early};
  return ${end};
});
`,
  );

/** A file that defines the advantage `example`. */
export const randomShape: fc.Arbitrary<string> = fc
  .tuple(own.number, own.flag, own.flag, own.flag, own.number, own.number, own.number)
  .map(
    ([first, test, branch, last, early, later, end]) => `${before}
export const example = defineAdvantage('example', (row, scopes) => {
  const { tokens, correct, budget: n, reward } = row;
  const { group, tier } = scopes;
  const k = 2 * beta, m = group.mean((r) => r.tokens, { empty: 0 });
  const a = (${first.replace(/\ba\b/g, 'tokens').replace(/\bh\b/g, 'correct')});
  const h = (${test.replace(/\bh\b/g, 'correct')});
  if (${branch}) {
    const a = ${early.replace(/\ba\b/g, 'm')};
    if (${last}) return a;
  } else if (${last}) return ${later};
  return ${end};
});
`,
  );
