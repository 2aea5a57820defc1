// JSON that is still JSON, and no longer what its reader expects.
import fc from 'fast-check';
import { nastyNames } from './mutations.js';

/** The text with one to three of its values or names changed, or given twice. */
export function spoiltJson(text: string): fc.Arbitrary<Buffer> {
  const value = fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc.constantFrom(
      'null',
      'true',
      '-1',
      '0',
      '1.5',
      '1e999',
      '9007199254740993',
      '""',
      '[]',
      '{}',
      '{"__proto__":{"polluted":1}}',
      '"../../etc/passwd"',
      '"\\u001b[2J"',
      '"<script>alert(1)</script>"',
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
    ),
  );
  const change = fc.tuple(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    value,
    fc.constantFrom(...nastyNames),
    fc.integer({ min: 0, max: 3 }),
  );
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    let spoilt = text;
    for (const [place, replacement, name, kind] of changes) {
      const found = [
        ...spoilt.matchAll(
          kind === 0
            ? /"[^"]*"(?=\s*:)/g
            : /(?<=[:[,]\s*)(?:"[^"]*"|-?[\d.]+(?:e[+-]?\d+)?|true|false|null)(?=\s*[,\]}])/g,
        ),
      ];
      const match = found[Math.floor(place * found.length)];
      if (!match) continue;
      const put = kind === 0 ? JSON.stringify(name) : kind === 1 ? `${match[0]}, ${match[0]}` : replacement;
      spoilt = spoilt.slice(0, match.index) + put + spoilt.slice(match.index + match[0].length);
    }
    return Buffer.from(spoilt);
  });
}
