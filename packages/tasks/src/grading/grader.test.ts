import { afterAll, expect, test } from 'vitest';
import { gradeAnswer } from './grade-answer.js';
import { openGrader } from './grader.js';

const grader = openGrader({ workers: 2, timeout: 0.5 });
afterAll(() => grader.close());

test('grades are those of the grader alone, in the order of the cases', async () => {
  const cases = Array.from({ length: 1500 }, (_, n) => ({
    gold: `\\frac{${n}}{3}`,
    response: `The answer is $${n}/${3 + (n % 2)}$.`,
  }));
  const grades = await grader.grade(cases);
  expect(grades).toEqual(cases.map(({ gold, response }) => gradeAnswer(gold, response)));
  expect(grades.filter(({ correct }) => correct)).toHaveLength(750);
});

test('an answer that takes too long is wrong, and the others have their grades', async () => {
  const slow = openGrader({ workers: 1, timeout: 1e-6 });
  const cases = [
    { gold: '7', response: '7' },
    { gold: '\\sqrt{7}', response: `$${'\\sqrt{7} + '.repeat(300)}0$` },
  ];
  const grades = await slow.grade(cases);
  await slow.close();
  expect(grades[0]).toEqual({ correct: true, reason: 'same-text', answer: '7' });
  expect(grades[1]?.correct).toBe(false);
});

test('hostile answers among good ones', async () => {
  const hostile = [
    '9^{9^{9^{9^{9}}}}',
    '('.repeat(100_000),
    'x'.repeat(20_000_000),
    '\\boxed{'.repeat(100_000),
    `$${'\\binom{999}{499}'.repeat(200)}$`,
    `${'999!'.repeat(900)}`,
    `${'(x+y+z)^{99}'.repeat(300)}`,
  ];
  const cases = hostile.flatMap((response) => [
    { gold: '\\pi', response },
    { gold: '\\pi', response: '$\\frac{2\\pi}{2}$' },
  ]);
  const grades = await grader.grade(cases);
  expect(grades.map(({ correct }) => correct)).toEqual(cases.map((_, row) => row % 2 === 1));
});

test('nothing to grade starts no thread', async () => {
  expect(await grader.grade([])).toEqual([]);
});
