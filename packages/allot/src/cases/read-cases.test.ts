import type { Diagnostic, ShapeField } from '@allot/spec';
import type { Line } from '@allot/tasks';
import { describe, expect, test } from 'vitest';
import { type CaseRequest, readCases } from './read-cases.js';

async function* linesOf(text: string): AsyncGenerator<Line> {
  for (const [index, line] of text.split('\n').entries())
    yield { number: index + 1, text: line, bytes: line.length };
}

const read = (text: string, fields: readonly ShapeField[], request: Partial<CaseRequest> = {}) =>
  readCases({ file: 'cases.jsonl', lines: linesOf(text) }, { fields, ...request });

async function columnsOf(text: string, fields: readonly ShapeField[], request: Partial<CaseRequest> = {}) {
  const [cases, diagnostics] = await read(text, fields, request);
  expect(diagnostics).toEqual([]);
  return fields.map((field) => Array.from(cases?.rows.fields[field] ?? []));
}

const said = ({ code, span }: Diagnostic) => `${code} ${span?.line}:${span?.column}-${span?.endColumn}`;

describe('what a row leaves out', () => {
  test('has the defaults of the table', async () => {
    const fields = [
      'tokens',
      'thinkingTokens',
      'answerTokens',
      'formatted',
      'truncated',
      'mode',
      'lMax',
    ] as const;
    expect(await columnsOf('{"tokens": 9}', fields)).toEqual([[9], [9], [0], [1], [0], [1], [4096]]);
    expect(await columnsOf('{"tokens": 9}', ['lMax'], { lMax: 96 })).toEqual([[96]]);
  });

  test('follows from its other part: thinking and answer', async () => {
    const rows = '{"tokens": 9, "answerTokens": 2}\n{"tokens": 9, "thinkingTokens": 4}';
    expect(await columnsOf(rows, ['thinkingTokens', 'answerTokens'])).toEqual([
      [7, 4],
      [2, 5],
    ]);
  });

  test('a tier follows from its budget among those of the file, or is as given', async () => {
    const rows = '{"budget": 64}\n{"budget": 8}\n{"budget": 16}\n{"tier": 7}\n{"budget": 8}';
    expect(await columnsOf(rows, ['tier'])).toEqual([[2, 0, 1, 7, 0]]);
  });
});

test('flags are true, false, 1 or 0; blank lines count but are no rows', async () => {
  const [cases] = await read('{"correct": true}\n\n{"correct": 0}\n{"correct": 1}', ['correct']);
  expect(Array.from(cases?.rows.fields.correct ?? [])).toEqual([1, 0, 1]);
  expect(cases?.lines).toEqual([1, 3, 4]);
});

test('rows of a group are siblings, rows without one stand alone, and 1 is not "1"', async () => {
  const groups = ['"a"', undefined, '1', '"a"', '"1"', undefined, '1'];
  const text = groups
    .map((group) => (group ? `{"tokens": 1, "group": ${group}}` : '{"tokens": 1}'))
    .join('\n');
  const [cases] = await read(text, ['tokens']);
  expect(Array.from(cases?.rows.group ?? [])).toEqual([0, 1, 2, 0, 3, 4, 2]);
});

describe('a mistaken row', () => {
  test.each<[string, string, readonly ShapeField[], readonly string[]]>([
    ['a slip', '{"token": 9}', ['tokens'], ['cases/misspelt-field 1:11-12']],
    [
      'several fields missing',
      '{}',
      ['tokens', 'correct'],
      ['cases/missing-field 1:1-3', 'cases/missing-field 1:1-3'],
    ],
    ['a tier without a budget', '{"tokens": 1}', ['tier'], ['cases/missing-field 1:1-14']],
    ['text for a number', '{"tokens": "9"}', ['tokens'], ['cases/wrong-value 1:12-15']],
    ['null', '{"tokens": null}', ['tokens'], ['cases/wrong-value 1:12-16']],
    ['true for a number', '{"tokens": true}', ['tokens'], ['cases/wrong-value 1:12-16']],
    ['2 for a flag', '{"correct": 2}', ['correct'], ['cases/wrong-value 1:13-14']],
    ['a number too large', '{"tokens": 1e999}', ['tokens'], ['cases/wrong-value 1:12-17']],
    ['a number that cannot be', '{"tokens": -1}', ['tokens'], ['cases/wrong-value 1:12-14']],
    [
      'one mistake that two fields read',
      '{"tokens": []}',
      ['tokens', 'thinkingTokens'],
      ['cases/wrong-value 1:12-14'],
    ],
    ['a group that is none', '{"tokens": 1, "group": null}', ['tokens'], ['cases/wrong-value 1:24-28']],
    ['a comma after it', '{"tokens": 1},', ['tokens'], ['cases/bad-json 1:14-15']],
    ['NaN', '{"tokens": NaN}', ['tokens'], ['cases/bad-json 1:12-13']],
    ['a list', '\n[1]', ['tokens'], ['cases/bad-json 2:1-2']],
    ['nothing', '\n', ['tokens'], ['cases/empty undefined:undefined-undefined']],
  ])('with %s', async (_, text, fields, expected) => {
    const [cases, diagnostics] = await read(text, fields);
    expect(cases).toBeUndefined();
    expect(diagnostics.map(said)).toEqual(expected);
  });

  test('what the shape does not read may be anything, and a slip beside the field itself too', async () => {
    expect(await columnsOf('{"tokens": 1, "mode": "natural", "token": "x"}', ['tokens'])).toEqual([[1]]);
  });

  test('every row is looked at', async () => {
    const [, diagnostics] = await read('{"tokens": "1"}\n{"tokens": 1}\n{"tokens": {}}', ['tokens']);
    expect(diagnostics.map(({ span }) => span?.line)).toEqual([1, 3]);
  });
});
