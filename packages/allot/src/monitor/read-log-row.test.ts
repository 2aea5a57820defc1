import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldMap } from './log-fields.js';
import { type LogContext, readLogRow } from './read-log-row.js';

const context: LogContext = {
  file: 'log.jsonl',
  map: fieldMap([]),
  mode: 'natural',
  idOf: (problem) => (problem === '1+2' ? 'p12' : undefined),
};
const mapped: LogContext = {
  ...context,
  map: fieldMap([
    { field: 'tokens', column: 'usage.completion_tokens' },
    { field: 'correct', column: 'thumb' },
  ]),
};

describe('a row', () => {
  it('has what it states', () => {
    const text =
      '{"tokens": 12, "correct": true, "difficulty": 3, "mode": "efficient", "id": 7, "time": "2026-01-02T03:04:05Z", "more": [1]}';
    expect(readLogRow(text, 4, context)).toEqual([
      {
        line: 4,
        tokens: 12,
        correct: 1,
        difficulty: 3,
        mode: 'efficient',
        problem: '7',
        time: '2026-01-02T03:04:05Z',
      },
      [],
    ]);
  });

  it('needs nothing but tokens, which may lie elsewhere', () => {
    expect(readLogRow('{"tokens": 0, "correct": null}', 1, context)).toEqual([
      { line: 1, tokens: 0, mode: 'natural' },
      [],
    ]);
    expect(readLogRow('{"usage": {"completion_tokens": 5}, "thumb": 0.25}', 1, mapped)).toEqual([
      { line: 1, tokens: 5, mode: 'natural', correct: 0.25 },
      [],
    ]);
  });

  it('of a budget is in its mode, and of a problem has its id', () => {
    expect(readLogRow('{"tokens": 5, "budget": 64, "problem": "1+2"}', 1, context)[0]).toEqual({
      line: 1,
      tokens: 5,
      mode: 'budget=64',
      problem: 'p12',
    });
    expect(readLogRow('{"tokens": 5, "problem": "1+3"}', 1, context)[0]).not.toHaveProperty('problem');
  });
});

describe('a mistake', () => {
  it.each([
    ['monitor/bad-json', '{"tokens": 12', 14],
    ['monitor/bad-json', '[12]', 1],
    ['monitor/missing-field', '{"completion_tokens": 12}', 1],
    ['monitor/wrong-type', '{"tokens": -1}', 12],
    ['monitor/wrong-type', '{"tokens": 1, "correct": 2}', 26],
    ['monitor/wrong-type', '{"tokens": 1, "mode": "budget=0"}', 23],
    ['monitor/wrong-type', '{"tokens": 1, "time": "yesterday"}', 23],
    ['monitor/wrong-type', '{"tokens": 1, "budget": 1.5}', 25],
    ['monitor/wrong-type', '{"tokens": 1, "difficulty": "hard"}', 29],
  ])('%s in %s at column %i', (code, text, column) => {
    const [row, diagnostics] = readLogRow(text, 9, context);
    expect(row).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code, span: { file: 'log.jsonl', line: 9, column } }]);
  });

  it('in a mapped field names the field of the log', () => {
    const [, [missing]] = readLogRow('{"usage": {}}', 1, mapped);
    expect(missing?.message).toContain('"usage.completion_tokens"');
    const [, [wrong]] = readLogRow('{"usage": {"completion_tokens": 1}, "thumb": "up"}', 1, mapped);
    expect(wrong?.message).toContain('"thumb" on line 1 of log.jsonl, column 46');
    const [, [meant]] = readLogRow('{"output_tokens": 1}', 1, context);
    expect(meant?.message).toContain('Is it "output_tokens"?');
  });
});

it('any text is a row or a mistake with a place', () => {
  const member = fc.tuple(
    fc.constantFrom(
      'tokens',
      'correct',
      'difficulty',
      'mode',
      'budget',
      'id',
      'problem',
      'time',
      '__proto__',
    ),
    fc.jsonValue(),
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .array(member)
      .map((members) => `{${members.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`).join()}}`),
  );
  fc.assert(
    fc.property(text, (line) => {
      const [row, diagnostics] = readLogRow(line, 1, context);
      expect(row === undefined ? diagnostics[0]?.span?.line === 1 : row.tokens >= 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
