// Diagnostics of the schema check and of settings given on the command line.
import { defineCatalog } from '@allot/spec';

const yaml = (text: string) => ({ language: 'yaml', text }) as const;
const shell = (text: string) => ({ language: 'shell', text }) as const;

export const schemaCatalog = defineCatalog({
  'schema/unknown-key': {
    severity: 'error',
    message: '{place} has no setting `{key}`',
    help: '{advice}',
    why: 'A setting that Allot does not know would be ignored in silence, and a misspelt setting is nearly always a mistake, so it is an error.',
    example: yaml('steps: 100\nsteeps: 100\n'),
  },
  'schema/reserved-name': {
    severity: 'error',
    message: 'Nothing can be called `{name}`',
    help: 'Choose another name.',
    why: 'The name belongs to JavaScript: what is stored under it is lost, or becomes part of every other value.',
    example: yaml('state:\n  __proto__: { per: run, initial: 0, update: set, observe: "1" }\n'),
  },
  'schema/missing-key': {
    severity: 'error',
    message: '{place} needs `{key}`',
    help: 'Add `{key}`{description}',
    why: 'This setting has no default, because no value would be right for every experiment.',
    example: yaml('optimizer: { kind: adamw }\n'),
  },
  'schema/wrong-type': {
    severity: 'error',
    message: '`{path}` must be {expected}, not {actual}',
    help: '{advice}',
    why: 'The value has another type than the setting. Counts are whole numbers without a unit: `2048`, not `2k` and not `"2048"`.',
    example: yaml('steps: 2k\n'),
  },
  'schema/out-of-range': {
    severity: 'error',
    message: '`{path}` must be {expected}, not {actual}',
    help: 'Choose a value in that range.',
    why: 'The value lies outside the range in which the setting has a meaning.',
    example: yaml('steps: 0\n'),
  },
  'schema/wrong-length': {
    severity: 'error',
    message: '`{path}` must be {expected}, not {actual}',
    help: 'Add or remove elements.',
    why: 'The list has too few or too many elements. A range is written as two numbers: `[1, 8]`.',
    example: yaml('tiers: []\n'),
  },
  'schema/unknown-choice': {
    severity: 'error',
    message: '`{path}` must be one of {choices}, not {actual}',
    help: '{advice}',
    why: 'The setting is one of a few named choices.',
    example: yaml('objective:\n  aggregation: token-median\n'),
  },
  'schema/bad-name': {
    severity: 'error',
    message:
      '`{path}` must be at most 64 small letters, digits and hyphens, beginning with a letter or digit, not {actual}',
    help: 'Write it in kebab-case{suggestion}.',
    why: 'The name of an experiment names its run folder, so it must be a good file name everywhere.',
    example: yaml('name: My Run!\n'),
  },
  'override/unknown-path': {
    severity: 'error',
    message: 'There is no setting `{path}`',
    help: '{advice}',
    why: 'A path on the command line must name a setting of the definition, for instance `tiers[1].budget`.',
    example: shell('allot plan quickstart.yaml --set steeps=10'),
  },
  'override/twice': {
    severity: 'error',
    message: 'Two flags set `{path}`: `{first}` and `{second}`',
    help: 'Remove one of the two.',
    why: 'One of the two would be ignored in silence.',
    example: shell('allot plan quickstart.yaml --seed 2 --set seed=3'),
  },
  'override/bad-flag': {
    severity: 'error',
    message: '`{flag}` is not of the form path=value',
    help: 'Write for instance `--set optimizer.learningRate=1e-3`.',
    why: 'A setting on the command line is a path, an equals sign and a value.',
    example: shell('allot plan quickstart.yaml --set steps'),
  },
});
