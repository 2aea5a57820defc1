import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAnswers, gradeAnswer } from './grade-answer.js';
import { wrongPairs } from './wrong-pairs.js';

const reasonOf = (gold: string, answer: string) => compareAnswers(gold, answer);
const isRight = (gold: string, answer: string) => gradeAnswer(gold, answer).correct;

describe('equal answers', () => {
  test.each([
    ['18', '18.0'],
    ['1000', '1,000'],
    ['1000', '1 000'],
    ['10,\\!000', '10000'],
    ['\\frac{1}{2}', '0.5'],
    ['\\frac12', '1/2'],
    ['1\\frac{1}{2}', '3/2'],
    ['1 1/2', '\\tfrac32'],
    ['-\\frac{3}{4}', '\\frac{-3}{4}'],
    ['0.\\overline{3}', '\\frac13'],
    ['28\\%', '28'],
    ['28\\%', '0.28'],
    ['35\\%', '35 pct'],
    ['0,125', '1/8'],
    ['\\frac{1}{3}', '0.333333333333'],
    ['\\frac27', '\\frac{2}{7} \\approx 0.29'],
    ['x = \\frac27', 'x = 2/7 \\approx 0.29'],
    ['x \\approx 11', '11'],
    ['x \\ne 7', 'x != 7'],
    ['1 - \\frac{1}{\\mathrm{e}}', '1 - 1/e'],
    ['3 + 2\\mathrm{i}', '2i + 3'],
    ['4.5 \\text{ hours}', '4.5 h'],
    ['23 {,} 450', '23450'],
    ['3 2/5', '17/5'],
    ['\\$425', '425'],
    ['\\$3.50', '3.50 dollars'],
    ['30^\\circ', '30'],
    ['30^\\circ', '30 degrees'],
    ['21\\text{ dogs}', '21'],
    ['32\\text{ square cm}', '32 \\text{ cm}^2'],
    ['7\\text{ hours}.', '7 hours'],
    ['\\sqrt{12}', '2\\sqrt3'],
    ['\\frac{1}{\\sqrt2}', '\\frac{\\sqrt2}{2}'],
    ['10\\pi', '10π'],
    ['\\frac{35}{2} \\pi', '\\frac{35\\pi}{2}'],
    ['e^{i\\pi}', '-1'],
    ['2 - 9i, -2 + 9i', '-2+9i \\text{ and } 2-9i'],
    ['(3y - 5)^2', '9y^2-30y+25'],
    ['x^2-1', '(x-1)(x+1)'],
    ['2^{n-1}', '\\frac{2^n}{2}'],
    ['\\sin^2 x', '1-\\cos^2 x'],
    ['\\log_2 8', '3'],
    ['\\binom{5}{2}', '10'],
    ['5!', '120'],
    ['\\frac{100!}{98!}', '9900'],
    ['2^{1009}', '2\\cdot 2^{1008}'],
    ['(1,2)', '\\left(1,\\, 2\\right)'],
    ['\\{1,2,3\\}', '3, 2, 1'],
    ['1 \\pm \\sqrt{19}', '1-\\sqrt{19}, 1+\\sqrt{19}'],
    ['[-1,0) \\cup (0,1]', '[-1,1] \\setminus \\{0\\}'],
    ['(-\\infty, 3) \\cup (3, \\infty)', 'x \\neq 3'],
    ['-80\\leq g(x)\\leq 82', '[-80,82]'],
    ['(0,\\infty)', 'x > 0'],
    ['x < 2', '3x - 6 < 0'],
    ['\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}', '\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}'],
    ['\\begin{pmatrix} -1/3 \\\\ 2 \\end{pmatrix}', '(-\\frac13, 2)'],
    ['x + y - z + 1 = 0', '2x+2y+2 = 2z'],
    ['y = 2x + 3', '2x - y + 3 = 0'],
    ['f(x)=2 x', '2x'],
    ['k = \\frac{-33}{2}', '-16.5'],
    ['7 \\times 10^{37}', '7e37'],
    ['1 \\times 10^{-3}', '10^{-3}'],
    ['\\text{(C)}', 'C'],
    ['\\text{Sunday}', 'sunday'],
    ['Sunday', 'sunday'],
    ['Yes', 'yes'],
    ['\\sqrt{-4}', '2i'],
    ['\\sqrt[3]{-8}', '-2'],
    ['\\mathbb{R}', '(-\\infty, \\infty)'],
    ['\\sum_{i=1}^{n} i', '\\sum_{i=1}^n i'],
    ['12', '12 cm^2'],
    ['9.8 m/s^2', '9.8'],
    ['50 km/h', '50 \\text{ km per hour}'],
    ['36\\pi', '36π cm²'],
    ['20\\text{ minutes}', '20 min'],
    ['\\text{odd}', 'odd'],
    ['3:4', '6:8'],
    ['1011_2', '1011_{2}'],
    ['42', '42_{10}'],
    ['|x|', '\\sqrt{x^2}\\cdot\\frac{|x|}{\\sqrt{x^2}}'],
  ])('%s = %s', (gold, answer) => {
    expect([reasonOf(gold, answer), reasonOf(answer, gold)]).not.toContain('different');
  });
});

describe('extraction', () => {
  test.each([
    ['18', 'She makes 9 * 2 = $18.\n#### 18'],
    ['18', '<think>is it 17? The answer is 17.</think>The answer is 18.'],
    ['72', 'So \\boxed{71} is wrong, and \\boxed{72} is right.'],
    ['1,2', '\\boxed{1} and \\boxed{2}'],
    ['\\frac{1}{2}', 'Therefore $\\boxed{\\frac{1}{2}}$.'],
    ['5', 'Final Answer: The final answer is $5$. I hope it is correct.'],
    ['34', 'Final Answer: The largest $n$ is 34.'],
    ['\\text{no}', 'The answer is no.'],
    ['1000.99', 'It costs 1,000.99€'],
    ['C', '(C) 12 apples'],
    ['3', 'It can be shown that $x = 3$'],
    ['-4', 'The temperature falls to -4'],
    ['C', 'The correct answer is **C**.'],
    ['42', '**Answer:** 42'],
    ['60%', 'As $\\frac{3}{5} = 0.6$, the share grows to 60%.'],
    ['x > 2', 'As 3 is more than 1, the solution is $x > 2$'],
    ['70000', 'His profit was **$70,000**.'],
    ['42', 'The answer is **42**.'],
    ['42', '**Answer: 42**'],
    ['42', 'So **the answer is 42**'],
    ['42', '`42`'],
    ['A', '**A) foo**'],
    ['D', 'Option D'],
    ['B', 'A is wrong. The answer is B, not A.'],
    ['18', 'She makes 9 * $2 = $18 every day.'],
    ['18', 'The answer is $18. That is $2 for each of 9 eggs.'],
    ['18', 'The answer is 18, since 9*2=18.'],
    ['0.25', '$\\sqrt[-2]{16}$'],
    ['\\$425', 'The answer is $\\$425$, since $2+2=4$.'],
    ['(4,4)', 'So the answer is $(4,4)$, since $2+2=4$.'],
    ['18', 'So, the final answer is 18 apples, which is 3 more than 15.'],
    ['1024', 'We get $2^{10} = 1024$.'],
    ['no', 'The answer is No.'],
    ['A', 'The answer is A because it is larger than B.'],
    ['A', 'The correct choice is (A)'],
    ['1, 2', 'Thus, the answers are 1 and 2.'],
  ])('%s from %j', (gold, response) => {
    expect(isRight(gold, response)).toBe(true);
  });

  test.each([
    ['18', 'The answer is 17.'],
    ['18', '18 is what one thinks at first. \\boxed{17}'],
    ['18', ''],
    ['18', '<think>18</think>'],
    ['18', '<think>The answer is 18'],
    ['18', 'I do not know.'],
    ['2', 'AB2C'],
    ['1, 2, 3', '1, 2, 3, ...'],
    ['', ''],
  ])('%j is not what %j says', (gold, response) => {
    expect(isRight(gold, response)).toBe(false);
  });
});

test('a wrong answer is never called right', () => {
  const pairs = wrongPairs();
  expect(pairs.length).toBeGreaterThan(800);
  expect(pairs.filter(([gold, answer]) => isRight(gold, answer) || isRight(answer, gold))).toEqual([]);
});

test('of several gold answers, any is right', () => {
  const right = (answer: string) => gradeAnswer(['0.01', '0.02'], answer).correct;
  expect(['0.01', '0.02', '0.03', ''].map(right)).toEqual([true, true, false, false]);
});

test('a tolerance is a share of the gold answer', () => {
  const within = (answer: string) => gradeAnswer('200', answer, { tolerance: { relative: 0.01 } }).correct;
  expect([within('201'), within('202'), within('203'), within('-200')]).toEqual([true, true, false, false]);
});

describe('hostile answers are decided in bounded time', () => {
  test.each([
    ['a tower of powers', '9^{9^{9^{9^{9}}}}', 'different'],
    ['a huge factorial', '999999999!', 'different'],
    ['factorials of factorials', '9!!!!!!!!', 'different'],
    ['a zeroth root', '\\sqrt[0]{4}', 'different'],
    ['a root of no number', '\\sqrt[1/0]{4}', 'different'],
    ['escaped dollars', `$${'\\$'.repeat(400_000)}`, 'different'],
    ['huge powers', '(10^{999})^{(10^{999})}', 'different'],
    ['100,000 brackets', '('.repeat(100_000), 'too-long'],
    ['1,000 brackets', `${'('.repeat(1000)}1${')'.repeat(1000)}`, 'too-long'],
    ['1,000 braces', `${'{'.repeat(1000)}1${'}'.repeat(1000)}`, 'too-long'],
    ['1,000 signs', `${'-'.repeat(1001)}7`, 'different'],
    ['1,000 powers', `2${'^2'.repeat(1000)}`, 'too-long'],
    ['a long list', Array.from({ length: 1300 }, (_, n) => n % 10).join(', '), 'different'],
    ['many primes', `x${"'".repeat(3000)}`, 'different'],
    ['many boxes', '\\boxed{'.repeat(50_000), 'different'],
    ['many dollars', '$'.repeat(500_000), 'different'],
    ['many answers', 'the answer is '.repeat(50_000), 'different'],
    ['spaces', `1${' '.repeat(900_000)}2`, 'different'],
    ['digits', '7'.repeat(900_000), 'too-long'],
    ['more than is read', 'a'.repeat(1_000_001), 'too-long'],
  ])('%s', (_, answer, reason) => {
    const begin = performance.now();
    const grade = gradeAnswer('7', answer);
    expect(grade.correct).toBe(false);
    expect([reason, 'no-answer', 'too-long']).toContain(grade.reason);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  test('any text has a grade', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'\\frac \\sqrt { } ( ) [ ] ^ _ | , ; = < > \\le \\cup \\pm \\begin{pmatrix} \\end{pmatrix} & \\\\ $ % ! \\boxed{ #### \\text{ 1 2 x'.split(
          ' ',
        ),
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(piece, { maxLength: 30 }), (a, b) => {
        const { correct, reason } = gradeAnswer(a.join(''), b.join(''));
        expect(correct).toBe(reason === 'same-text' || reason === 'same-value');
      }),
      { numRuns: 3000 },
    );
  });

  test('an answer is itself, in other brackets and delimiters, too', () => {
    const expression = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 0, max: 99 }).map(String),
        fc.constantFrom('x', 'y', '\\pi', 'a_1'),
        fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `\\frac{${a}}{1+(${b})^2}`),
        fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a} - ${b})`),
        tie('tree').map((a) => `\\sqrt{${a}}`),
      ),
    })).tree;
    fc.assert(
      fc.property(expression, (text) => {
        expect(isRight(`\\boxed{${text}}`, `The answer is $\\left( ${text} \\right)$.`)).toBe(true);
      }),
    );
  });
});
