// Cells of the run's memory: names that shapes can read, settings that their kind of update uses.
import type { CellDefinition } from '@allot/spec';
import { type Expression, partsOf } from '@allot/spec';
import { adviseName } from '../diagnostics/suggest.js';
import { readersOf } from './readers-of.js';
import { defineRule, settings } from './rule.js';

const cell = (changes: string): string =>
  `state: { shortest: { per: problem, initial: 0, update: min, observe: tokens${changes} } }\nreward: { expression: 'correct ? 1 - state.shortest / lMax : 0' }\n`;
const control = (changes: string): string =>
  `state: { weight: { per: run, initial: 1, update: control, observe: 'batch.mean((r) => r.tokens, { empty: 0 })'${changes} } }\nreward: { expression: 'correct ? state.weight : 0' }\n`;

/** Which kind of update reads which setting. */
const readers = {
  share: 'average',
  rate: 'control',
  target: 'control',
  least: 'control',
  most: 'control',
} as const satisfies Partial<Record<keyof CellDefinition, CellDefinition['update']>>;

export const memoryCells = defineRule({
  kind: 'reinforcement',
  reads: ['state', 'reward', 'advantage', 'credit', 'cut'],
  catalog: {
    'state/cell-name': {
      severity: 'error',
      message: '`{name}` cannot name a cell',
      help: 'Use a letter, then letters, digits and underscores, at most 32.',
      why: 'A shape reads a cell as `state.NAME`, so its name must be one word as TypeScript has them.',
      example: settings('state: { the shortest: { per: run, initial: 0, update: set, observe: tokens } }\n'),
    },
    'state/unread': {
      severity: 'warning',
      message: 'No shape reads the cell `{name}`',
      help: 'Read it as `state.{name}` in a shape or another cell, or remove it.',
      why: 'A cell that nobody reads changes nothing: it is left over, or the shape that should read it does not.',
      example: settings('state: { shortest: { per: problem, initial: 0, update: min, observe: tokens } }\n'),
    },
    'state/unknown-cell': {
      severity: 'error',
      message: 'The memory has no cell `{name}`',
      help: '{advice}',
      why: 'Shapes read what the run remembers by the names under `state`. A cell that is not declared there has no value.',
      example: settings("reward: { expression: 'correct ? 1 - state.shortest / lMax : 0' }\n"),
    },
    'state/unread-setting': {
      severity: 'error',
      message: '`{setting}` means nothing to a cell that is updated by `{update}`',
      help: 'Remove it, or update the cell by `{reader}`.',
      why: 'A setting that nobody reads would be ignored in silence.',
      example: settings(cell(', share: 0.5')),
    },
    'state/control-without-rate': {
      severity: 'error',
      message: 'The controller `{name}` has no rate',
      help: 'State `rate`: how far the value moves for each unit between the observation and `target`. It is negative where a greater observation should lower the value.',
      why: 'With a rate of 0 the cell keeps its first value for ever.',
      example: settings(control(', target: 20')),
    },
    'state/control-bounds': {
      severity: 'error',
      message: 'The first value {initial} of `{name}` lies outside its bounds',
      help: 'Let `least`, `initial` and `most` ascend.',
      why: 'A controller keeps its cell between `least` and `most`.',
      example: settings(control(', rate: 0.1, target: 20, most: 0.5')),
    },
  },
  accepts: {
    'state/cell-name': cell(''),
    'state/unread': cell(''),
    'state/unknown-cell': cell(''),
    'state/unread-setting': cell(''),
    'state/control-without-rate': control(', rate: 0.1, target: 20'),
    'state/control-bounds': control(', rate: 0.1, target: 20, least: 0.5, most: 2'),
  },
  check({ state, ...written }, { report, isWritten, facts: { shapes } }) {
    const { reward, advantage, credit, cut, cells } = shapes;
    const known = { ...cells, ...state };
    const complete =
      reward &&
      advantage &&
      Boolean(credit) === Boolean(written.credit) &&
      Boolean(cut) === Boolean(written.cut) &&
      Object.keys(state).every((name) => Object.hasOwn(cells, name));
    const shapesRead = readersOf(shapes);
    const read = new Set(shapesRead.flatMap(({ expressions }) => expressions.flatMap(cellsOf)));
    for (const { at: path, expressions } of shapesRead)
      for (const name of new Set(expressions.flatMap(cellsOf)))
        if (!Object.hasOwn(known, name))
          report(path, 'state/unknown-cell', { name, advice: adviseName(name, Object.keys(known)) });
    for (const [name, definition] of Object.entries(state)) {
      const at = ['state', name];
      if (!/^[a-zA-Z][a-zA-Z0-9_]{0,31}$/.test(name)) report(at, 'state/cell-name', { name });
      else if (complete && !read.has(name)) report(at, 'state/unread', { name });
      for (const [setting, reader] of Object.entries(readers)) {
        const { update } = definition;
        if (update !== reader && isWritten([...at, setting]))
          report([...at, setting], 'state/unread-setting', { setting, update, reader });
      }
      if (definition.update !== 'control') continue;
      const { initial, rate, least = initial, most = initial } = definition;
      if (rate === 0) report(at, 'state/control-without-rate', { name });
      if (least > initial || initial > most) report(at, 'state/control-bounds', { name, initial });
    }
  },
});

/** Names of the cells that an expression reads. */
const cellsOf = (expression: Expression): readonly string[] =>
  expression.kind === 'state' ? [expression.name] : partsOf(expression).flatMap(cellsOf);
