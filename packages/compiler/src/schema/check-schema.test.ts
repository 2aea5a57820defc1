// Schema problems in plain English, each at its place.
import { describe, expect, test } from 'vitest';
import { baseReinforcement, baseSupervised, overlay } from '../testing/base-definitions.js';
import { checkSchema } from './check-schema.js';

const check = (settings: Readonly<Record<string, unknown>>) =>
  checkSchema(overlay(baseReinforcement, settings), new Map());

describe('checkSchema', () => {
  test.each(['guards', 'gates', 'pilot'])(
    'supervised training has no `%s`, and the help says what has',
    (name) => {
      const [problem, ...more] = checkSchema(overlay(baseSupervised, { [name]: [] }), new Map());
      expect(more).toEqual([]);
      expect(problem).toMatchObject({ code: 'schema/unknown-key', path: name });
      expect(problem?.help).toContain('`kind: reinforcement` has it');
    },
  );

  test('a definition of the right form has no problems', () => {
    expect(check({})).toEqual([]);
  });

  test.each([
    [
      { stpes: 3 },
      'schema/unknown-key',
      'The definition has no setting `stpes`',
      'Remove it: `steps` is set already.',
    ],
    [
      { enviroment: {} },
      'schema/unknown-key',
      'The definition has no setting `enviroment`',
      'Did you mean `environment`?',
    ],
    [
      { demonstrations: {} },
      'schema/unknown-key',
      'The definition has no setting `demonstrations`',
      'Remove it: a definition of `kind: supervised` has it',
    ],
    [
      { steps: '2k' },
      'schema/wrong-type',
      'not the text "2k"',
      'Write the number in full, for instance 2000.',
    ],
    [
      { steps: '2_000' },
      'schema/wrong-type',
      'not the text "2_000"',
      'Write 2000, without quotes or underscores.',
    ],
    [
      { response: { maxTokens: '96 tokens' } },
      'schema/wrong-type',
      'not the text "96 tokens"',
      'Write the number alone, without its unit: 96.',
    ],
    [
      { optimizer: { kind: 'adamw', learningRate: '1e-3' } },
      'schema/wrong-type',
      'must be a number above 0',
      'Write 0.001, without quotes',
    ],
    [
      { steps: 2.5 },
      'schema/wrong-type',
      'must be a whole number between 1 and 999999, not 2.5',
      'Write a whole number, for instance 3.',
    ],
    [{ name: 123 }, 'schema/wrong-type', '`name` must be text, not 123', "in quotes: '123'"],
    [{ steps: null }, 'schema/wrong-type', 'not nothing', 'Write a whole number'],
    [
      { steps: 0 },
      'schema/out-of-range',
      '`steps` must be a whole number between 1 and 999999, not 0',
      'Choose a value',
    ],
    [
      { policy: 'allot:tiny-base' },
      'schema/wrong-type',
      '`policy` must be a group of settings',
      'Write a group with',
    ],
    [
      { tiers: [] },
      'schema/wrong-length',
      '`tiers` must be a list of at least 1 element, not an empty list',
      'Add',
    ],
    [
      { evaluation: { difficulty: { easy: [1] } } },
      'schema/wrong-length',
      'must be a list of 2 numbers, not a list of 1',
      'Add',
    ],
    [
      { kind: 'reinforcment' },
      'schema/unknown-choice',
      '`reinforcement`, `supervised`',
      'Did you mean `reinforcement`?',
    ],
    [
      { datasets: { train: { kind: 'jsnol' } } },
      'schema/unknown-choice',
      '`datasets.train.kind`',
      'Did you mean `jsonl`?',
    ],
    [
      { grading: { kind: 'regex' } },
      'schema/unknown-choice',
      'one of `exact`, `math`, `module`, `command`',
      'Known',
    ],
    [
      { environment: { kind: 'shaky', slipRate: 0.1 } },
      'schema/unknown-choice',
      '`shaky-scratchpad`',
      'Known',
    ],
    [
      { reward: { template: 'hbpo', parameters: { beta: 'x' } } },
      'schema/wrong-type',
      'a number or true or false',
      'Write',
    ],
    [{ name: 'My Run' }, 'schema/bad-name', '`name` must be at most 64 small letters', '`my-run`'],
  ])('%j', (settings, code, message, help) => {
    const found = check(settings).find((diagnostic) => diagnostic.code === code);
    expect(found?.message).toContain(message);
    expect(found?.help).toContain(help);
  });

  test('a missing setting is told with what it is', () => {
    const { steps: _, ...rest } = baseReinforcement;
    expect(checkSchema(rest, new Map())).toMatchObject([
      { code: 'schema/missing-key', path: 'steps', message: 'The definition needs `steps`' },
    ]);
  });

  test('a dataset without a kind is told once', () => {
    const { datasets, ...rest } = baseReinforcement;
    const diagnostics = checkSchema(
      { ...rest, datasets: { ...datasets, train: { split: 'train' } } },
      new Map(),
    );
    expect(diagnostics.map(({ code, path }) => [code, path])).toEqual([
      ['schema/missing-key', 'datasets.train.kind'],
    ]);
  });

  test('a wrong value inside of a union is told once', () => {
    const train = { kind: 'jsonl', path: 'a.jsonl', map: { answer: { field: 'a', extract: 'last-box' } } };
    expect(check({ datasets: { train } }).map(({ code, path }) => [code, path])).toEqual([
      ['schema/unknown-choice', 'datasets.train.map.answer.extract'],
    ]);
  });

  test('several problems are told at once', () => {
    const codes = check({ steps: 'x', seed: -1, colour: 'red' }).map(({ code }) => code);
    expect(codes.sort()).toEqual(['schema/out-of-range', 'schema/unknown-key', 'schema/wrong-type']);
  });

  test.each([null, 3, 'text', [], undefined])('a definition that is %j', (value) => {
    expect(checkSchema(value, new Map())).toMatchObject([{ code: 'schema/wrong-type' }]);
  });
});
