// Signals: names that shapes can read, read for what they are, and before they are needed.
import { type SignalRead, signalMember, signalsOf } from '@allot/spec';
import { adviseName } from '../diagnostics/suggest.js';
import { readersOf } from './readers-of.js';
import { defineRule, settings } from './rule.js';

const judged = (changes: string, reward = 'correct ? signals.brief : 0'): string =>
  `signals: { brief: { per: response, command: [python3, judge.py]${changes} } }\nreward: { expression: '${reward}' }\n`;

export const signals = defineRule({
  kind: 'reinforcement',
  reads: ['signals', 'reward', 'advantage', 'credit', 'cut', 'state', 'objective'],
  catalog: {
    'signal/name': {
      severity: 'error',
      message: '`{name}` cannot name a signal',
      help: 'Use a letter, then letters, digits and underscores, at most 32.',
      why: 'A shape reads a signal as `signals.NAME`, so its name must be one word as TypeScript has them.',
      example: settings('signals: { how brief: { per: response, command: [python3, judge.py] } }\n'),
    },
    'signal/unread': {
      severity: 'warning',
      message: 'No shape reads the signal `{name}`',
      help: 'Read it as `{member}.{name}`, or remove it.',
      why: 'A program that is asked for every response costs time; what it says would change nothing.',
      example: settings('signals: { brief: { per: response, command: [python3, judge.py] } }\n'),
    },
    'signal/unknown': {
      severity: 'error',
      message: 'There is no signal `{name}`',
      help: '{advice}',
      why: 'Shapes read numbers from outside by the names under `signals`. One that is not declared there has no value.',
      example: settings("reward: { expression: 'correct ? signals.brief : 0' }\n"),
    },
    'signal/level': {
      severity: 'error',
      message: 'The signal `{name}` has one value a {per}',
      help: 'Read it as `{member}.{name}`, or let it be `per: {other}`.',
      why: 'A response and each of its tokens are different things: `signals` belong to the one, `tokenSignals` to the others.',
      example: settings(judged('', 'response.sum((t) => t.tokenSignals.brief)')),
    },
    'signal/too-early': {
      severity: 'error',
      message: 'The cut reads the signal `{name}`, which is not known yet',
      help: 'Cut by fields and statistics, or let the reward read the signal.',
      why: 'Responses are cut when they have been sampled; programs are asked about what is left.',
      example: settings(`${judged('')}cut: { to: 'signals.brief' }\n`),
    },
    'signal/with-refill': {
      severity: 'error',
      message: 'Rewards read signals, and `objective.groups.refill` needs rewards before programs are asked',
      help: 'Remove `refill`: the update then makes do with the groups that are kept.',
      why: 'A refill samples further prompts until enough groups are kept, while programs are asked once a step, about everything that was sampled.',
      example: settings(
        `${judged('')}objective: { groups: { drop: [all-wrong], refill: { mostRounds: 2 } } }\n`,
      ),
    },
    'signal/range': {
      severity: 'error',
      message: 'The range of `{name}` is empty: {least} to {most}',
      help: 'Write the least value first.',
      why: 'A value outside of the range stops the run, so that every value would.',
      example: settings(judged(', range: [1, 0]')),
    },
  },
  accepts: {
    'signal/name': judged(''),
    'signal/unread': judged(''),
    'signal/unknown': judged(''),
    'signal/level': judged(''),
    'signal/too-early': judged(''),
    'signal/with-refill': `${judged('')}objective: { groups: { drop: [all-wrong] } }\n`,
    'signal/range': judged(', range: [0, 1]'),
  },
  check({ signals: defined = {}, ...written }, { report, facts: { shapes } }) {
    const read = readersOf(shapes).flatMap(({ at, expressions }) =>
      signalsOf(...expressions).map((signal) => ({ at, ...signal })),
    );
    for (const { at, name, per } of read) {
      const signal = Object.hasOwn(defined, name) ? defined[name] : undefined;
      if (!signal)
        report(at, 'signal/unknown', { name, advice: adviseSignal({ name, per }, Object.keys(defined)) });
      else if (signal.per !== per)
        report(at, 'signal/level', { name, per: signal.per, member: signalMember[signal.per], other: per });
      else if (at[0] === 'cut') report(at, 'signal/too-early', { name });
    }
    const complete = shapes.reward && shapes.advantage && Boolean(shapes.credit) === Boolean(written.credit);
    if (written.objective.groups?.refill && Object.keys(defined).length > 0)
      report(['objective', 'groups', 'refill'], 'signal/with-refill', {});
    for (const [name, { per, range }] of Object.entries(defined)) {
      const at = ['signals', name];
      if (!/^[a-zA-Z][a-zA-Z0-9_]{0,31}$/.test(name)) report(at, 'signal/name', { name });
      else if (complete && !read.some((signal) => signal.name === name))
        report(at, 'signal/unread', { name, member: signalMember[per] });
      if (range && range[0] > range[1])
        report([...at, 'range'], 'signal/range', { name, least: range[0], most: range[1] });
    }
  },
});

const adviseSignal = ({ name, per }: SignalRead, known: readonly string[]): string =>
  known.length > 0
    ? adviseName(name, known)
    : `Say which program gives it: \`signals: { ${name}: { per: ${per}, command: [PROGRAM, ...] } }\`.`;
