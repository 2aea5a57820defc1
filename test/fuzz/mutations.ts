// Ways to spoil a text: its lines, its values, its names, its bytes.
import fc from 'fast-check';

/** A text in, a spoilt one out. */
export type Mutation = (text: string) => string;

/** Names that mean something to JavaScript, to a file system, to a terminal or to a page. */
export const nastyNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '../../outside',
  '/etc/passwd',
  'a/b',
  '..',
  '.',
  '',
  ' ',
  'CON',
  'x'.repeat(300),
  '<img src=x onerror=alert(1)>',
  '\u001b]0;title\u0007',
  '\u202Eevil',
  '\ud83d\ude00',
  '$schema',
  '<<',
  'null',
  '-1',
  '0',
] as const;

/** Values of every type, and beyond every limit. */
export const nastyValues = [
  'null',
  '~',
  'true',
  '-1',
  '0',
  '-0',
  '1.5',
  '1e308',
  '1e999',
  '-1e999',
  '9007199254740993',
  '99999999999999999999999999',
  '.nan',
  'NaN',
  '.inf',
  '0x1f',
  '0o17',
  '1_000',
  '5e-324',
  '""',
  '"x"',
  '"\\u001b[2J"',
  '[]',
  '[1]',
  '[null]',
  '[[[[]]]]',
  '{}',
  '{ a: 1 }',
  '{ __proto__: { polluted: 1 } }',
  '"../../../etc/passwd"',
  '"a\\u0000b"',
  '"{budget}"',
  '2001-12-14',
  '*nowhere',
  '!!binary aGk=',
  '!!js/function x',
] as const;

/** Mutations of a text in the syntax of YAML or TypeScript; `others` are texts that lines are taken from. */
export function textMutation(others: readonly string[]): fc.Arbitrary<Mutation> {
  const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const value = fc.oneof(fc.constantFrom(...nastyValues), fc.double().map(String), fc.json({ maxDepth: 3 }));
  const name = fc.oneof(
    fc.constantFrom(...nastyNames).map((text) => JSON.stringify(text)),
    fc.constantFrom(...nastyNames),
  );
  return fc.oneof(
    at.map((place): Mutation => onLines((lines) => lines.splice(pick(lines, place), 1))),
    fc
      .tuple(at, at)
      .map(
        ([from, length]): Mutation =>
          onLines((lines) => lines.splice(pick(lines, from), Math.ceil(length * 8))),
      ),
    fc
      .tuple(at, at)
      .map(
        ([from, to]): Mutation =>
          onLines((lines) => lines.splice(pick(lines, to), 0, lines[pick(lines, from)] ?? '')),
      ),
    fc.tuple(at, at).map(
      ([one, two]): Mutation =>
        onLines((lines) => {
          const [a, b] = [pick(lines, one), pick(lines, two)];
          [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
        }),
    ),
    fc.tuple(at, fc.constantFrom('  ', '\t', '- ', '    ', '# ')).map(
      ([place, before]): Mutation =>
        onLines((lines) => {
          lines[pick(lines, place)] = before + lines[pick(lines, place)];
        }),
    ),
    fc.tuple(at, at, fc.constantFrom(...others)).map(
      ([place, from, other]): Mutation =>
        onLines((lines) => {
          const source = other.split('\n');
          lines.splice(pick(lines, place), 0, source[pick(source, from)] ?? '');
        }),
    ),
    fc
      .tuple(at, value)
      .map(([place, text]): Mutation => replaceMatch(/(?<=[:[,({]\s*)[^\s,:[\](){}]+/g, place, text)),
    fc.tuple(at, value).map(([place, text]): Mutation => replaceMatch(/(?<=: +)\S.*/g, place, text)),
    fc
      .tuple(at, name)
      .map(([place, text]): Mutation => replaceMatch(/(?<![\w-])[\w-]+(?=\s*:)/g, place, text)),
    fc.tuple(at, at).map(
      ([one, two]): Mutation =>
        (text) => {
          const words = [...text.matchAll(/[\w.-]+/g)].map(([word]) => word);
          return replaceMatch(/[\w.-]+/g, one, words[pick(words, two)] ?? '')(text);
        },
    ),
    fc
      .tuple(
        at,
        fc.constantFrom(
          '&a ',
          '*a',
          '&a',
          '!!str ',
          '!!set ',
          '!x ',
          '<<: *a',
          '? ',
          '| ',
          '>-\n',
          '---\n',
          '...\n',
          '%YAML 1.1\n',
          '`',
          '${',
          '/*',
          '//',
          '"',
          "'",
          '}',
          '{',
          ']',
          '[',
          ')',
          '(',
          ',',
          ':',
          ';',
          '=>',
        ),
      )
      .map(([place, text]): Mutation => insert(place, text)),
    fc
      .tuple(
        at,
        fc.constantFrom(
          '\u0000',
          '\u001b[2J',
          '\u0007',
          '\ufeff',
          '\u2028',
          '\u202e',
          '\u009b31m',
          '\ud800',
          '\r',
          '\u00a0',
          '\u{1f600}',
        ),
      )
      .map(([place, text]): Mutation => insert(place, text)),
    fc
      .tuple(at, fc.integer({ min: 1, max: 3000 }), fc.constantFrom('[', '{a: ', '- ', '(', '!', '"'))
      .map(([place, times, text]): Mutation => insert(place, text.repeat(times))),
    fc
      .tuple(at, fc.integer({ min: 1000, max: 200_000 }))
      .map(([place, length]): Mutation => insert(place, 'x'.repeat(length))),
    at.map(
      (place): Mutation =>
        (text) =>
          text.slice(0, Math.floor(place * text.length)),
    ),
    fc.constant<Mutation>((text) => text.replaceAll('\n', '\r\n')),
    fc.constant<Mutation>((text) => text.replaceAll('\n', '\r')),
    fc.constant<Mutation>((text) => `\ufeff${text}`),
  );
}

/** One of the texts, with one to four mutations. */
export function mutated(texts: readonly string[], mutation = textMutation(texts)): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([text, mutations]) => mutations.reduce((current, mutate) => mutate(current), text));
}

/** Bytes of the text, now and then in another encoding, with flipped bits, or cut. */
export function bytesOf(text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(text, fc.oneof({ arbitrary: fc.constant(undefined), weight: 9 }, byteMutation))
    .map(([content, mutate]) => (mutate ?? ((bytes: Buffer) => bytes))(Buffer.from(content)));
}

/** Ways to spoil bytes. */
export const byteMutation: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc.oneof(
  fc.constant((bytes: Buffer) => Buffer.from(bytes.toString('utf8'), 'utf16le')),
  fc.constant((bytes: Buffer) => Buffer.from(bytes.toString('utf8'), 'latin1')),
  fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(([at, value]) => (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[at % copy.length] = value;
    return copy;
  }),
  fc.nat().map((at) => (bytes: Buffer) => bytes.subarray(0, at % (bytes.length + 1))),
  fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 40 })).map(([at, more]) => (bytes: Buffer) => {
    const place = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, place), more, bytes.subarray(place)]);
  }),
);

const pick = (list: readonly unknown[], place: number): number => Math.floor(place * list.length);

const onLines =
  (change: (lines: string[]) => unknown): Mutation =>
  (text) => {
    const lines = text.split('\n');
    change(lines);
    return lines.join('\n');
  };

const insert =
  (place: number, text: string): Mutation =>
  (whole) => {
    const at = Math.floor(place * whole.length);
    return whole.slice(0, at) + text + whole.slice(at);
  };

/** Replaces one of the places that a pattern finds. */
const replaceMatch =
  (pattern: RegExp, place: number, replacement: string): Mutation =>
  (text) => {
    const found = [...text.matchAll(pattern)];
    const match = found[pick(found, place)];
    if (!match) return text;
    return text.slice(0, match.index) + replacement + text.slice(match.index + match[0].length);
  };
