// YAML becomes plain data with spans; what is more than data is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { leafPaths, printPath, valueAt } from '../path.js';
import { loadYaml } from './load-yaml.js';

const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const data = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie('node'), { maxKeys: 4 }),
  ),
})).node;

describe('loadYaml', () => {
  test('reads back what was written, and every value has a span', () => {
    const definition = fc.dictionary(fc.string({ minLength: 1 }), data, { minKeys: 1, maxKeys: 5 });
    fc.assert(
      fc.property(definition, (written) => {
        const [loaded, diagnostics] = loadYaml('x.yaml', stringify(written));
        expect(diagnostics).toEqual([]);
        expect(JSON.stringify(loaded?.value)).toBe(JSON.stringify(written));
        for (const path of leafPaths(written)) expect(loaded?.spans.has(printPath(path))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('a scalar span covers exactly its text', () => {
    const whole = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.oneof(fc.nat(), fc.array(fc.nat(), { minLength: 1 })),
      {
        minKeys: 1,
      },
    );
    fc.assert(
      fc.property(whole, fc.boolean(), (written, flow) => {
        const text = stringify(written, { collectionStyle: flow ? 'flow' : 'block' });
        const [loaded] = loadYaml('x.yaml', text);
        for (const path of leafPaths(written)) {
          const span = loaded?.spans.get(printPath(path))?.value;
          const shown = text
            .split('\n')
            [(span?.line ?? 0) - 1]?.slice((span?.column ?? 0) - 1, (span?.endColumn ?? 0) - 1);
          expect(shown).toBe(String(valueAt(written, path)));
        }
      }),
    );
  });

  test('aliases stand for what they name, at the place of the alias', () => {
    const [loaded] = loadYaml('x.yaml', 'a: &shared { b: 1 }\nc: *shared\n');
    expect(loaded?.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(loaded?.spans.get('c')?.value).toMatchObject({ line: 2, column: 4 });
    expect(loaded?.spans.get('c.b')?.value).toMatchObject({ line: 1, column: 17 });
  });

  test('a merge key takes over members, and own members win', () => {
    const text = 'base: &base { a: 1, b: 2 }\nmore: &more { c: 3 }\nx: { b: 4, <<: [*base, *more] }\n';
    const [loaded, diagnostics] = loadYaml('x.yaml', text);
    expect(diagnostics).toEqual([]);
    expect(loaded?.value).toMatchObject({ x: { a: 1, b: 4, c: 3 } });
    expect(loaded?.spans.get('x.b')?.value).toMatchObject({ line: 3, column: 9 });
    expect(loaded?.spans.get('x.a')?.value).toMatchObject({ line: 1, column: 18 });
  });

  test('keys named like members of Object are plain keys', () => {
    const [loaded] = loadYaml('x.yaml', '__proto__: { polluted: true }\nconstructor: 1\n');
    expect(Object.keys(loaded?.value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('so they are where a merge key takes them over', () => {
    const [loaded] = loadYaml('x.yaml', 'a: &a { __proto__: { polluted: true } }\nb: { <<: *a }\n');
    const value = loaded?.value as { readonly b: { readonly polluted?: unknown } } | undefined;
    expect(Object.keys(value?.b ?? {})).toEqual(['__proto__']);
    expect(value?.b.polluted).toBeUndefined();
  });

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      Array.from('bcdefgh').map(
        (key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[index]}`).join(', ')}]`,
      ),
    )
    .join('\n');

  test.each([
    ['yaml/too-large', bomb],
    ['yaml/too-large', 'a: &a { b: *a }\n'],
    ['yaml/too-large', `${'{a: '.repeat(70)}1${'}'.repeat(70)}`],
    ['yaml/syntax', 'a: [1, 2\n'],
    ['yaml/syntax', 'a: *nowhere\n'],
    ['yaml/syntax', 'a: { <<: 3 }\n'],
    ['yaml/too-large', 'a: &a { <<: *a }\n'],
    ['yaml/too-large', `a: ${'['.repeat(50_000)}`],
    ['yaml/tab', 'a:\n\tb: 1\n'],
    ['yaml/tag', 'a: !!js/function "x"\n'],
    ['yaml/duplicate-key', 'a: 1\na: 2\n'],
    ['yaml/several-documents', 'a: 1\n---\nb: 2\n'],
    ['yaml/key', '? { a: 1 }\n: 2\n'],
    ['definition/empty', '# only a comment\n'],
    ['definition/empty', ''],
  ])('%s', (code, text) => {
    const [loaded, diagnostics] = loadYaml('x.yaml', text);
    expect(loaded).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});
