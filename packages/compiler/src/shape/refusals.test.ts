// What lies outside the shape language: each mistake at its exact token, marked by « and », all of them at once.
import { type ShapeKind, sortDiagnostics } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { lowerSource, shapeFile } from '../testing/lower-source.js';

type Mistake = readonly [code: string, text: string, column: number];

/** Codes of the mistakes, with the text that each points at. */
function mistakes(marked: string): Mistake[] {
  const { diagnostics } = lowerSource(marked.replace(/[«»]/g, ''));
  const lines = marked.replace(/[«»]/g, '').split('\n');
  return sortDiagnostics(diagnostics).map(({ code, span, message, help }) => {
    expect(`${message} ${help}`).not.toMatch(/undefined\b(?!`)|NaN\b(?!`)|\[object|\{[a-z]+\}/);
    const line = lines[(span?.line ?? 0) - 1] ?? '';
    const until = span?.line === span?.endLine ? span?.endColumn : line.length + 1;
    return [code, line.slice((span?.column ?? 0) - 1, (until ?? 1) - 1), span?.column ?? 0];
  });
}

/** The mistakes that a source is marked with: code, text between the marks, and where it begins without them. */
function marks(marked: string, codes: readonly string[]): Mistake[] {
  const found = marked.split('\n').flatMap((line) =>
    [...line.matchAll(/«([^»]*)»/g)].map(({ 1: text = '', index }) => {
      const before = line.slice(0, index).replace(/[«»]/g, '');
      return { text, column: before.length + 1 };
    }),
  );
  if (found.length === 0) throw new Error('nothing is marked');
  return found.map(({ text, column }, index) => [codes[index] ?? (codes[0] as string), text, column]);
}

const helpOf = (marked: string): string | undefined =>
  lowerSource(marked.replace(/[«»]/g, '')).diagnostics[0]?.help;

describe('syntax', () => {
  test.each<[of: string, code?: string]>([
    ["({ mode }) => (mode === «'natural'» ? 1 : 0)"],
    ['({ tokens }) => «`$' + '{tokens}`»'],
    ['({ tokens }) => «/a/»'],
    ['({ tokens }) => tokens * «3n»'],
    ['() => «new» Date().getTime()'],
    ['function () { return «this».tokens; }'],
    ['() => «null»'],
    ['() => «undefined»'],
    ['«async» () => 1'],
    ['function «*»() { return 1; }'],
    ['({ tokens }) => Math.max(«...»[tokens])'],
    ['({ tokens }) => «[»tokens][0]'],
    ['({ tokens }) => «typeof» tokens'],
    ['(row) => row«?.»tokens'],
    ['(_, { group }) => group«?.»count()'],
    ['(_, { group }) => group.count«?.»()'],
    ['({ tokens }) => tokens «??» 1'],
    ['({ tokens }) => tokens «&» 1'],
    ['({ tokens }) => tokens «<<» 1'],
    ['({ tokens }) => «~»tokens'],
    ['({ tokens }) => (tokens«,» 1)'],
    ['({ tokens }) => (tokens «=» 1)'],
    ['({ tokens }) => «tokens++»'],
    ['({ tokens }) => «++tokens»'],
    ['({ mode }) => (mode «==» 1 ? 1 : 0)', 'shape/loose-equality'],
    ['({ mode }) => (mode «!=» 1 ? 1 : 0)', 'shape/loose-equality'],
    ['({ tokens }) => tokens.«toFixed»(2)'],
    ['({ tokens }) => tokens.«length»'],
    ['(row) => row.tokens.«length»'],
    ["(row) => «row['tok' + 'ens']»"],
    ['(row) => «row»'],
    ['(row, scopes) => «scopes»'],
    ['(_, { group }) => «group»'],
    ['(_, { group }) => «group.mean»'],
    ['() => («() => 1»)'],
    ['() => «Math»'],
  ])('%s', (of, code = 'shape/outside-subset') => {
    const marked = shapeFile(of);
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
  });

  test.each([
    '{ «let» x = 1; return x; }',
    '{ «var» x = 1; return x; }',
    '{ «let» x = 1; x «=» 2; return x; }',
    '{ const x = 1; «x++»; return x; }',
    '{ «for» (const x of [1]) {} return 1; }',
    '{ «while» (true) {} return 1; }',
    '{ «do» {} while (true); return 1; }',
    '{ «switch» (1) {} return 1; }',
    '{ «function» f() {} return 1; }',
    '{ «class» A {} return 1; }',
    '{ «console.log(1);» return 1; }',
    '{ const «[a]» = [1]; return 1; }',
  ])('%s', (body) => {
    const marked = shapeFile(`() => ${body}`);
    expect(mistakes(marked)).toEqual(marks(marked, ['shape/outside-subset']));
  });

  test.each(["() => { «throw» new Error('no'); «}»", '() => { «try» { return 1; } finally {} «}»'])(
    '%s has no value either',
    (of) => {
      const marked = shapeFile(of);
      expect(mistakes(marked)).toEqual(marks(marked, ['shape/outside-subset', 'shape/missing-return']));
    },
  );

  test.each([
    ['({ tokens = «1» }) => tokens'],
    ['({ «...»rest }) => 1'],
    ['({ tokens: «{ a }» }) => 1'],
    ['(«[a]») => 1'],
    ['(_, { group: «{ mean }» }) => 1'],
    ['(row = «{}») => 1'],
  ])('%s', (of) => {
    expect(mistakes(shapeFile(of as string))).toEqual(
      marks(shapeFile(of as string), ['shape/outside-subset']),
    );
  });
});

describe('names', () => {
  test.each<[of: string, code: string, help?: RegExp, kind?: ShapeKind]>([
    ['({ «tokns» }) => 1', 'shape/unknown-field', /`tokens`/],
    ['(row) => row.«tokns»', 'shape/unknown-field', /`tokens`/],
    ['(_, { group }) => group.sum((r) => r.«corect»)', 'shape/unknown-field', /`correct`/],
    ['({ «reward» }) => reward', 'shape/field-not-here', /advantage/],
    ['() => «reward»', 'shape/field-not-here', /advantage/],
    ['(_, { group }) => group.sum((r) => r.«reward»)', 'shape/field-not-here'],
    ['({ «reward» }) => reward', 'shape/field-not-here', /advantage/, 'coefficient'],
    ['({ tokens }) => «tokns»', 'shape/unknown-name', /`tokens`/],
    ['() => «lmax»', 'shape/unknown-name', /the field `lMax`/],
    ['() => «tokens»', 'shape/unknown-name', /\(\{ tokens \}\)/],
    ['(_, { «grup» }) => 1', 'shape/unknown-name', /`group`/],
    ['() => «group».count()', 'shape/unknown-name', /\(row, \{ group \}\)/],
    ['() => «grup».count()', 'shape/unknown-name'],
    ['() => «JSON.parse»(1)', 'shape/unknown-function'],
    ['() => «Infinity»', 'shape/not-finite'],
    ['() => «NaN»', 'shape/not-finite'],
    ['() => «1e999»', 'shape/not-finite'],
    ['() => Number.«POSITIVE_INFINITY»', 'shape/not-finite'],
    ['() => Number.«EPSILN»', 'shape/unknown-name', /EPSILON/],
    ['() => Math.«TAU»', 'shape/unknown-name'],
    ['({ tokens }) => Math.«sqr»(tokens)', 'shape/unknown-function', /Math\.sqrt/],
    ['({ tokens }) => Math.«fround»(tokens)', 'shape/unknown-function'],
    ['({ tokens }) => «min»(tokens, 2)', 'shape/unknown-function', /Math\.min/],
    ['({ tokens }) => «clamp»(tokens, 2)', 'shape/unknown-function'],
    ['({ tokens }) => («Number.isNaN»(tokens) ? 1 : 0)', 'shape/unknown-function', /x !== x/],
    ['({ tokens }) => Math.«sqrt»(tokens, 2)', 'shape/argument-count'],
    ['() => Math.«max»()', 'shape/argument-count'],
    ['() => «Number»()', 'shape/argument-count'],
    ['(row, scopes, «more») => 1', 'shape/argument-count'],
    ['() => «Math.random»()', 'shape/random'],
    ['() => «Date.now»()', 'shape/random'],
    ['() => «performance.now»()', 'shape/random'],
    ['() => { const f = (x: number) => x; return «f»(); }', 'shape/argument-count'],
    ['() => { const f = (x: number) => x; return «f»(1, 2); }', 'shape/argument-count'],
  ])('%s', (of, code, help = /./, kind) => {
    const marked = shapeFile(of, '', kind);
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
    expect(helpOf(marked)).toMatch(help);
  });
});

describe('numbers and flags', () => {
  test.each([
    ['({ correct, tokens }) => «correct» * tokens', 'shape/flag-as-number'],
    ['({ correct, tokens }) => tokens + «(tokens > 2)»', 'shape/flag-as-number'],
    ['({ correct, tokens }) => Math.max(«correct && tokens», 1)', 'shape/flag-as-number'],
    ['({ correct }) => «correct»', 'shape/flag-as-number'],
    ['({ correct }) => { if (correct) return «true»; return 1; }', 'shape/flag-as-number'],
    ['({ correct }) => (correct «===» 1 ? 1 : 0)', 'shape/mixed-comparison'],
    ['({ correct, tokens }) => ((correct && tokens) «===» 0 ? 1 : 0)', 'shape/mixed-comparison'],
    ['({ correct, tokens }) => (tokens «<» correct ? 1 : 0)', 'shape/mixed-comparison'],
  ])('%s', (of, code) => {
    const marked = shapeFile(of);
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
  });
});

describe('bodies', () => {
  test.each([
    ['({ correct }) => { if (correct) return 1; «}»', 'shape/missing-return'],
    [
      '({ correct }) => { if (correct) { return 1; } else if (!correct) { return 2; } «}»',
      'shape/missing-return',
    ],
    ['() => { «return;» }', 'shape/missing-return'],
    ['() => {«}»', 'shape/missing-return'],
    ['() => { return 1; «return 2;» }', 'shape/after-return'],
    ['({ correct }) => { if (correct) return 1; else return 2; «return 3;» }', 'shape/after-return'],
  ])('%s', (of, code) => {
    const marked = shapeFile(of);
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
  });

  test('a helper without a value is shown where it is, and where it is called', () => {
    const text = shapeFile('({ tokens }) => f(tokens)', 'const f = (x: number) => { if (x > 1) return 1; };');
    const [found] = lowerSource(text).diagnostics;
    expect(found).toMatchObject({ code: 'shape/missing-return', span: { line: 2, column: 49 } });
    expect(found?.related).toMatchObject([{ span: { line: 3, column: 64, endColumn: 65 } }]);
  });
});

describe('statistics', () => {
  test.each([
    ['(_, { group }) => group.«average»((r) => r.tokens, { empty: 0 })', 'shape/unknown-statistic'],
    ['(_, { group }) => group.«mean»()', 'shape/argument-count'],
    ['(_, { group }) => group.«quantile»((r) => r.tokens)', 'shape/argument-count'],
    ['(_, { group }) => group.sum((r) => r.tokens, {}, «1»)', 'shape/argument-count'],
    ['(_, { group }) => group.sum((r, «i») => i)', 'shape/argument-count'],
    ['(_, { group }) => group.«mean»((r) => r.tokens)', 'shape/missing-option'],
    ['(_, { group }) => group.mean((r) => r.tokens, «{}»)', 'shape/missing-option'],
    [
      '(_, { group }) => group.mean((r) => r.tokens, { empty: 0, «were»: (r) => r.correct })',
      'shape/unknown-option',
    ],
    ['(_, { group }) => group.mean((r) => r.tokens, { empty: 0, «ddof»: 1 })', 'shape/unknown-option'],
    ['(_, { group }) => group.sum((r) => r.tokens, { «empty»: 0 })', 'shape/unknown-option'],
    ['(_, { group }) => group.std((r) => r.tokens, { empty: 0, ddof: «2» })', 'shape/wrong-option'],
    ['(_, { group }) => group.mean((r) => r.tokens, { empty: «true» })', 'shape/wrong-option'],
    ['(_, { group }) => group.sum((r) => r.tokens, { leaveOneOut: «1» })', 'shape/wrong-option'],
    ["(_, { group }) => group.rank((r) => r.tokens, { ties: «'first'» })", 'shape/wrong-option'],
    ['(_, { group }) => group.quantile((r) => r.tokens, «30», { empty: 0 })', 'shape/wrong-option'],
    ['({ tokens }, { group }) => group.mean((r) => r.tokens, { empty: «tokens» })', 'shape/not-constant'],
    [
      '({ tokens }, { group }) => group.quantile((r) => r.tokens, «1 / tokens», { empty: 0 })',
      'shape/not-constant',
    ],
    ['(_, { group }) => group.sum(«1»)', 'shape/not-a-function'],
    ['(_, { group }) => group.sum((r) => r.tokens, { «...{ where: 1 }» })', 'shape/outside-subset'],
    ['(_, { group }) => group.sum((r) => r.tokens, «1»)', 'shape/outside-subset'],
    ['({ tokens }, { group }) => group.count((r) => r.tokens < «tokens»)', 'shape/outer-row'],
    ['(row, { group }) => group.count((r) => r.tokens < «row.tokens»)', 'shape/outer-row'],
    [
      '({ tokens }, { group }) => { const n = tokens + 1; return group.count((r) => r.tokens < «n»); }',
      'shape/outer-row',
    ],
    [
      '({ tokens }, { group }) => { const f = () => «tokens»; return group.sum((r) => f()); }',
      'shape/outer-row',
    ],
    [
      '(_, { group, batch }) => { const m = group.sum((r) => r.tokens); return batch.sum((r) => r.tokens - «m»); }',
      'shape/outer-row',
    ],
    ['(_, { group, batch }) => batch.sum((r) => r.tokens - group.«count»())', 'shape/nested-scope'],
    [
      '(_, { group, tier }) => group.sum((r) => tier.«min»((s) => s.tokens, { empty: 0 }))',
      'shape/nested-scope',
    ],
    ['(_, { group }) => group.sum((r) => group.«rank»((s) => s.tokens))', 'shape/nested-scope'],
    ['(_, { group }) => group.sum((r) => group.sum((s) => «r.tokens»))', 'shape/outer-row'],
  ])('%s', (of, code) => {
    const marked = shapeFile(of);
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
  });
});

describe('tokens', () => {
  test.each<[of: string, code: string, kind?: ShapeKind]>([
    ['({ «logProbability» }) => logProbability', 'shape/token-field'],
    ['(row) => row.«thinking» ? 1 : 0', 'shape/token-field'],
    ['(_, { group }) => group.sum((r) => r.«index»)', 'shape/token-field'],
    ['({ «segment» }) => segment.count()', 'shape/unknown-field'],
    ['(row) => row.«segment».count()', 'shape/unknown-field'],
    ['({ response }) => «response»', 'shape/outside-subset'],
    ['(row) => «row.response»', 'shape/outside-subset'],
    ['({ signals }) => «signals»', 'shape/outside-subset'],
    ['(row) => «row.signals»', 'shape/outside-subset'],
    ['(row) => row.«tokenSignals».needed', 'shape/unknown-field'],
    ['({ signals }, { group }) => group.sum((r) => «signals.brief»)', 'shape/outer-row'],
    ['({ response }) => response.«rank»((t) => t.index)', 'shape/unknown-statistic'],
    [
      '({ response }) => response.mean((t) => t.index, { empty: 0, «leaveOneOut»: true })',
      'shape/unknown-option',
    ],
    ['({ response }) => response.mean((t) => t.«reward», { empty: 0 })', 'shape/field-not-here'],
    ['({ response }) => response.mean((t) => t.«logprobability», { empty: 0 })', 'shape/unknown-field'],
    ['({ response }, { group }) => group.sum((r) => response.«count»())', 'shape/nested-scope'],
    ['({ response }, { group }) => response.sum((t) => group.sum((r) => «t.index»))', 'shape/outer-row'],
    [
      '({ response }, { group }) => response.sum((t) => group.sum((r) => t.segment.«count»()))',
      'shape/nested-scope',
    ],
    ['(_, { group, tier }) => group.sum((r) => r.response.sum((t) => tier.«count»()))', 'shape/nested-scope'],
    ['({ «advantage» }) => advantage', 'shape/field-not-here', 'advantage'],
    ['({ index, segment }) => segment.sum((t) => t.index - «index»)', 'shape/outer-row', 'credit'],
    ['({ tokens, position }) => position.sum((t) => t.index - «tokens»)', 'shape/outer-row', 'credit'],
    ['({ position }, { tier }) => position.sum((t) => tier.«count»())', 'shape/nested-scope', 'credit'],
    ['({ position, response }) => position.sum((t) => response.«count»())', 'shape/nested-scope', 'credit'],
  ])('%s', (of, code, kind) => {
    const marked = shapeFile(of, '', kind);
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
  });

  test('what to write instead is said', () => {
    expect(helpOf(shapeFile('({ «logProbability» }) => logProbability'))).toBe(
      'Ask the tokens of the response: `response.mean((token) => token.logProbability, { empty: 0 })`.',
    );
  });
});

describe('what comes from outside', () => {
  test.each<[before: string, of: string, code: string, help?: RegExp]>([
    ['let beta = 4;', '() => «beta»', 'shape/not-constant'],
    ['const beta = Math.random();', '() => «beta»', 'shape/not-constant'],
    ["const beta = Number(process.env['BETA']);", '() => «beta»', 'shape/not-constant'],
    ["const beta = 'four';", '() => «beta»', 'shape/not-constant'],
    ['const beta = beta + 1;', '() => «beta»', 'shape/not-constant'],
    ['const beta = 1 / 0;', '() => «beta»', 'shape/not-finite'],
    ["import { beta } from 'somewhere';", '() => «beta»', 'shape/not-constant'],
    ["import { beta } from './nowhere.js';", '() => «beta»', 'shape/not-constant'],
    ['const settings = { beta: 4 };\nsettings.beta = 5;', '() => «settings.beta»', 'shape/not-constant'],
    ['const betas = [1, 2];\nbetas.reverse();', '() => «betas[0]»', 'shape/not-constant'],
    ['const settings = { beta: 4, ...make() };', '() => «settings.beta»', 'shape/not-constant'],
    ["const settings = { beta: 4, ['be' + 'ta']: 5 };", '() => «settings.beta»', 'shape/not-constant'],
    ['declare function f(x: number): number;', '({ tokens }) => «f»(tokens)', 'shape/unknown-function'],
    ['const settings = { beta: 4 };', '() => settings.«bet»', 'shape/unknown-name', /`beta`/],
    ['const settings = { beta: 4 };', '() => «settings»', 'shape/not-constant'],
    ['enum Mode { Short }', '() => Mode.«Shrt»', 'shape/unknown-name', /`Short`/],
    ['enum Mode { Short }', '() => «Mode»', 'shape/outside-subset'],
    ["enum Mode { Short = 'short' }", '() => «Mode.Short»', 'shape/not-constant'],
    ["import { clamp } from 'lodash';", '({ tokens }) => «clamp»(tokens, 1)', 'shape/outside-subset'],
    [
      "import * as lodash from 'lodash';",
      '({ tokens }) => «lodash.clamp»(tokens, 1)',
      'shape/outside-subset',
    ],
    ['const f = 3;', '() => «f»()', 'shape/outside-subset'],
    ['const f = (x: number) => x;', '() => «f»', 'shape/outside-subset'],
    [
      'const f = (x: number): number => (x < 1 ? x : «f»(x / 2));',
      '({ tokens }) => f(tokens)',
      'shape/recursion',
    ],
    [
      'const g = (x: number): number => «f»(x);\nconst f = (x: number): number => g(x);',
      '({ tokens }) => f(tokens)',
      'shape/recursion',
    ],
    ['', '(row, scopes) => «example»(row, scopes)', 'shape/recursion'],
  ])('%s %s', (before, of, code, help = /./) => {
    const marked = shapeFile(of, before);
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
    expect(helpOf(marked)).toMatch(help);
  });

  test('a constant of a function around the shape', () => {
    const text = `import { defineReward } from 'allot';
const beta = 4;
const make = (beta: number) => defineReward('example', () => «beta»);
export default make(3);
`;
    expect(mistakes(text)).toEqual(marks(text, ['shape/not-constant']));
  });

  test('a mistake in an imported helper is shown there', () => {
    const files = { 'helper.ts': 'export const f = (x: number) => x.toFixed(2);\n' };
    const text = `import { f } from './helper.js';\n${shapeFile('({ tokens }) => f(tokens)')}`;
    const [found, ...others] = lowerSource(text, files).diagnostics;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'shape/outside-subset',
      span: { file: '/shapes/helper.ts', line: 1, column: 35 },
    });
    expect(found?.related?.[0]?.span.file).toBe('/shapes/definition.ts');
  });
});

describe('all at once', () => {
  test('every mistake of a shape', () => {
    const of = `({ «tokns», correct }, { group }) => {
  «let» x = 1;
  const y = «correct» + Math.«sqr»(tokns);
  if (correct) return «lmx» + x + y;
  return group.mean((r) => r.«tokn», { «wher»: 1, empty: 0 });
}`;
    const marked = shapeFile(of);
    expect(mistakes(marked)).toEqual(
      marks(marked, [
        'shape/unknown-field',
        'shape/outside-subset',
        'shape/flag-as-number',
        'shape/unknown-function',
        'shape/unknown-name',
        'shape/unknown-field',
        'shape/unknown-option',
      ]),
    );
  });

  test('too large: by nesting, by calls of calls, by paths that join again', () => {
    const nested = `({ tokens }) => ${'Math.abs('.repeat(300)}tokens${')'.repeat(300)}`;
    const levels = Array.from(
      { length: 30 },
      (_, i) => `const f${i + 1} = (x: number): number => f${i}(x) + f${i}(x + 1);`,
    );
    const calls = ['const f0 = (x: number) => x;', ...levels].join('\n');
    const joins = `({ tokens }) => { ${Array.from({ length: 30 }, (_, i) => `if (tokens > ${i}) { if (tokens < 2 * ${i}) return ${i}; }`).join(' ')} return 0; }`;
    for (const text of [shapeFile(nested), shapeFile('({ tokens }) => f30(tokens)', calls), shapeFile(joins)])
      expect(lowerSource(text).diagnostics.map(({ code }) => code)).toEqual(['shape/too-large']);
  });
});

describe('definitions of shapes', () => {
  test.each([
    [`export default defineReward(«'My Shape'», () => 1);`, 'shape/name'],
    [`const name = ['a'].join();\nexport default defineReward(«name», () => 1);`, 'shape/name'],
    [
      `const make = () => () => 1;\nexport default defineReward('example', «make()»);`,
      'shape/not-a-function',
    ],
    [
      `defineReward('example', () => 1);\nexport default defineReward(«'example'», () => 1);`,
      'shape/duplicate-name',
    ],
  ])('%s', (text, code) => {
    const marked = `import { defineReward } from 'allot';\n${text}`;
    expect(mistakes(marked)).toEqual(marks(marked, [code]));
  });

  test('mistakes of a shape that is not used are warnings', () => {
    const { diagnostics } = lowerSource(
      "import { defineReward } from 'allot';\nexport const other = defineReward('other', () => nothing);\n",
    );
    expect(diagnostics).toMatchObject([{ code: 'shape/unknown-name', severity: 'warning' }]);
  });
});
