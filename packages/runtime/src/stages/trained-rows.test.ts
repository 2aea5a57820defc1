import { type GroupFilter, shape } from '@allot/spec';
import { expect, test } from 'vitest';
import { loadTiny } from '../../test-support/load-tiny.js';
import { plainObjective, tinyReinforcement } from '../../test-support/tiny-plan.js';
import { trajectory } from '../../test-support/trajectory.js';
import { advantageStage } from './advantage.js';
import { groupRanges, trainedRows } from './trained-rows.js';

const experiment = await loadTiny();

const rows = [
  trajectory({ groupId: 'right', correct: true, reward: 1 }),
  trajectory({ groupId: 'right', correct: true, reward: 2 }),
  trajectory({ groupId: 'wrong', correct: false, reward: 0 }),
  trajectory({ groupId: 'wrong', correct: false, reward: 0 }),
  trajectory({ groupId: 'mixed', correct: true, reward: 3 }),
  trajectory({ groupId: 'mixed', correct: false, reward: 0 }),
];

const filtered = (drop: GroupFilter['drop']) =>
  tinyReinforcement({ objective: { ...plainObjective, groups: { drop } } });

test.each([
  [['all-correct'], [2, 3, 4, 5]],
  [['all-wrong'], [0, 1, 4, 5]],
  [['equal-rewards'], [0, 1, 4, 5]],
  [
    ['all-correct', 'all-wrong'],
    [4, 5],
  ],
] as const)('%j leaves the rows %j', (drop, kept) => {
  expect(trainedRows(filtered(drop), rows, rows)).toEqual(kept);
});

test('without a filter every row is trained on', () => {
  expect(trainedRows(tinyReinforcement(), rows, rows)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('groups that are left out have an advantage of 0 and change no one elses', () => {
  const advantages = advantageStage(experiment, filtered(['all-correct']), 1, rows, rows, {});
  expect(advantages.map(({ advantage }) => advantage)).toEqual([0, 0, 0, 0, 1.5, -1.5]);
  expect(advantages[4]).not.toHaveProperty('tokenAdvantages');
});

test('so have their tokens', () => {
  const credit = [{ tokens: 'first', multiply: shape.number(2) }] as const;
  const settings = { ...filtered(['all-correct']), credit };
  const advantages = advantageStage(experiment, settings, 1, rows, rows, {});
  expect(advantages.map(({ tokenAdvantages = [] }) => [...tokenAdvantages])).toEqual([
    ...[0, 0, 0, 0].map(() => [0, 0, 0]),
    [3, 1.5, 1.5],
    [-3, -1.5, -1.5],
  ]);
});

test('minibatches are whole groups, the last one what is left', () => {
  const groups = ['a', 'a', 'b', 'c', 'c', 'c'].map((groupId) => ({ groupId }));
  expect(groupRanges(groups, 2)).toEqual([
    [0, 3],
    [3, 6],
  ]);
  expect(groupRanges(groups, 1)).toEqual([
    [0, 2],
    [2, 3],
    [3, 6],
  ]);
  expect(groupRanges([], 1)).toEqual([]);
});
