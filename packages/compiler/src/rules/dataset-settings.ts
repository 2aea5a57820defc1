// Settings of datasets that say something: of the right dataset, in the right order, about a revision that stays.
import type { FilledDataset } from '../schema/filled-definition.js';
import { defineRule, settings } from './rule.js';

export const datasetSettings = defineRule({
  kind: 'both',
  reads: ['datasets'],
  catalog: {
    'dataset/setting-unused': {
      severity: 'error',
      message: 'The setting `{setting}` of the dataset `{name}` does nothing: {reason}',
      help: 'Remove it.',
      why: 'A setting that is written and not followed would make people believe that it is.',
      example: settings(
        'datasets:\n  train: { kind: named, name: gsm8k, split: train, years: [2000, 2010] }\n',
      ),
    },
    'dataset/range-reversed': {
      severity: 'error',
      message: 'The range of `{setting}` of the dataset `{name}` runs backwards: from {from} to {to}',
      help: 'Write the smaller number first.',
      why: 'A range holds what lies from its first number to its second, both included.',
      example: settings('datasets:\n  train: { kind: named, name: aime, years: [2020, 2010] }\n'),
    },
    'dataset/pattern-without-number': {
      severity: 'error',
      message: 'The pattern `{pattern}` does not say where the number stands',
      help: 'Write {placeholder} where the number stands, once: `Level {placeholder}`.',
      why: 'A difficulty in words is read by a pattern whose placeholder is the number.',
      example: settings(
        'datasets:\n  train: { kind: jsonl, path: train.jsonl, map: { difficulty: { field: level, from: Level } } }\n',
      ),
    },
    'dataset/bad-delimiter': {
      severity: 'error',
      message:
        'The delimiter of the dataset `{name}` is {found}, not one character that is no quote and no line end',
      help: 'Write the character that stands between the fields, such as ";" or "\\t"; without `delimiter` it is a comma.',
      why: 'Fields of a CSV file are separated by one character; quotes and line ends have a meaning of their own.',
      example: settings("datasets:\n  train: { kind: csv, path: train.csv, delimiter: '' }\n"),
    },
    'dataset/bad-repository': {
      severity: 'error',
      message: '`{repo}` is no name of a repository',
      help: 'Write the owner and the name with a slash between them, as in openai/gsm8k.',
      why: 'Datasets of the Hugging Face hub are named by their owner and a name of their own.',
      example: settings('datasets:\n  train: { kind: hub, repo: gsm8k }\n'),
    },
    'dataset/not-pinned': {
      severity: 'info',
      message: 'The dataset `{name}` is read at `{revision}`, which may change from one download to the next',
      help: 'Name the commit in `revision` to have the same data everywhere; `allot data` shows the one that is in the cache.',
      why: 'The plan counts the content of the files, so that a change is noticed; a commit keeps it from happening.',
      example: settings('datasets:\n  train: { kind: hub, repo: openai/gsm8k, config: main }\n'),
    },
  },
  accepts: {
    'dataset/setting-unused': 'datasets:\n  train: { kind: named, name: aime, years: [2000, 2010] }\n',
    'dataset/range-reversed': 'datasets:\n  train: { kind: named, name: aime, years: [2010, 2020] }\n',
    'dataset/pattern-without-number':
      "datasets:\n  train: { kind: jsonl, path: train.jsonl, map: { difficulty: { field: level, from: 'Level {number}' } } }\n",
    'dataset/bad-delimiter': "datasets:\n  train: { kind: csv, path: train.csv, delimiter: ';' }\n",
    'dataset/bad-repository': 'datasets:\n  train: { kind: hub, repo: openai/gsm8k }\n',
    'dataset/not-pinned':
      'datasets:\n  train: { kind: hub, repo: openai/gsm8k, revision: 740312add88f781978c0658806c59bc2815b9866 }\n',
  },
  check({ datasets }, { report }) {
    for (const [name, dataset] of Object.entries(datasets)) {
      if (dataset.kind === 'arithmetic') continue;
      for (const [setting, reason] of unusedSettings(dataset))
        report(['datasets', name, setting], 'dataset/setting-unused', { setting, name, reason });
      for (const [path, [from, to]] of ranges(dataset))
        if (from > to)
          report(['datasets', name, ...path], 'dataset/range-reversed', {
            setting: path.join('.'),
            name,
            from,
            to,
          });
      const pattern = patternOf(dataset);
      if (pattern !== undefined && pattern.split('{number}').length !== 2)
        report(['datasets', name, 'map', 'difficulty', 'from'], 'dataset/pattern-without-number', {
          pattern,
          placeholder: '{number}',
        });
      const { delimiter } = dataset.kind === 'csv' ? dataset : {};
      if (delimiter !== undefined && !/^[^"\r\n]$/u.test(delimiter))
        report(['datasets', name, 'delimiter'], 'dataset/bad-delimiter', {
          name,
          found: JSON.stringify(delimiter),
        });
      if (dataset.kind !== 'hub') continue;
      const { repo, revision = 'main' } = dataset;
      if (!/^[\w.-]+\/[\w.-]+$/.test(repo))
        report(['datasets', name, 'repo'], 'dataset/bad-repository', { repo });
      else if (!/^[0-9a-f]{40}$/.test(revision))
        report(['datasets', name, 'revision'], 'dataset/not-pinned', { name, revision });
    }
  },
});

type Rows = Exclude<FilledDataset, { kind: 'arithmetic' }>;

/** Settings that are there and have no effect, with the reason. */
function unusedSettings(dataset: Rows): (readonly [string, string])[] {
  if (dataset.kind === 'hub' && dataset.file !== undefined)
    return (['config', 'split'] as const)
      .filter((setting) => dataset[setting] !== undefined)
      .map((setting) => [setting, '`file` names the files']);
  if (dataset.kind !== 'named') return [];
  const { name, years, optionSeed, path, revision, split } = dataset;
  const local = '`path` names a local file';
  return [
    ...(years && name !== 'aime' ? [['years', 'only `aime` has years'] as const] : []),
    ...(optionSeed !== undefined && name !== 'gpqa-diamond'
      ? [['optionSeed', 'only `gpqa-diamond` has options'] as const]
      : []),
    ...(path !== undefined && revision !== undefined ? [['revision', local] as const] : []),
    ...(path !== undefined && split !== undefined ? [['split', local] as const] : []),
  ];
}

function ranges(dataset: Rows): (readonly [readonly string[], readonly [number, number]])[] {
  const { minDifficulty, maxDifficulty } = dataset.filter ?? {};
  return [
    ...('years' in dataset && dataset.years ? [[['years'], dataset.years] as const] : []),
    ...(minDifficulty !== undefined && maxDifficulty !== undefined
      ? [
          [
            ['filter', 'minDifficulty'],
            [minDifficulty, maxDifficulty],
          ] as const,
        ]
      : []),
  ];
}

function patternOf(dataset: Rows): string | undefined {
  const difficulty = 'map' in dataset ? dataset.map.difficulty : undefined;
  return typeof difficulty === 'object' ? difficulty.from : undefined;
}
