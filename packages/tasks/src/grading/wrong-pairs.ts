// Pairs of answers that are near each other and not the same, for tests.

type Pair = readonly [gold: string, answer: string];

/** Over 800 pairs, by families of what can go wrong. */
export const wrongPairs = (): readonly Pair[] => [
  ...numbers(),
  ...fractions(),
  ...algebra(),
  ...roots(),
  ...intervals(),
  ...several(),
  ...statements(),
  ...others,
];

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 2);

/** Off by one, a lost sign, a lost or moved digit, another decimal. */
const numbers = (): readonly Pair[] =>
  upTo(40).flatMap((n): Pair[] => [
    [`${17 * n}`, `${17 * n + 1}`],
    [`${n}`, `-${n}`],
    [`${n}`, `${n}0`],
    [`${n}`, `${n}.5`],
    [`${n}`, `0.${n}`],
    [`${n},000`, `${n}`],
    [`${n}\\%`, `${n + 1}\\%`],
    [`\\$${n}.50`, `\\$${n}.05`],
  ]);

const fractions = (): readonly Pair[] =>
  upTo(30).flatMap((n): Pair[] => [
    [`\\frac{${n}}{${n + 1}}`, `\\frac{${n + 1}}{${n}}`],
    [`\\frac{1}{${n}}`, `${n}`],
    [`\\frac{1}{${n * 3}}`, `${(1 / (n * 3)).toFixed(3)}1`],
    [`${n}\\frac{1}{3}`, `\\frac{${n}}{3}`],
  ]);

const algebra = (): readonly Pair[] =>
  upTo(25).flatMap((n): Pair[] => [
    [`x^2 + ${n}x`, `x^2 - ${n}x`],
    [`x^{${n}}`, `${n}^x`],
    [`(x+${n})^2`, `x^2+${n * n}`],
    [`${n}x`, `${n}`],
    [`${n}x + y`, `x + ${n}y`],
    [`\\frac{x}{${n}}`, `\\frac{${n}}{x}`],
    [`|x - ${n}|`, `x - ${n}`],
  ]);

const roots = (): readonly Pair[] =>
  upTo(20).flatMap((n): Pair[] => [
    [`${n}\\sqrt{2}`, `${n}`],
    [`\\sqrt{${n}}`, `${n}`],
    [`${n} + \\sqrt{3}`, `${n} - \\sqrt{3}`],
    [`\\sqrt{${n}} + \\sqrt{5}`, `\\sqrt{${n + 5}}`],
    [`${n}\\pi`, `${n}`],
    [`${n}\\pi`, `${(n * 3.14).toFixed(2)}`],
    [`\\sqrt[3]{${n}}`, `\\sqrt{${n}}`],
    [`${n} + ${n}i`, `${n} - ${n}i`],
  ]);

const intervals = (): readonly Pair[] =>
  upTo(15).flatMap((n): Pair[] => [
    [`[0,${n}]`, `(0,${n}]`],
    [`(0,${n})`, `[0,${n}]`],
    [`x < ${n}`, `x > ${n}`],
    [`x < ${n}`, `x \\le ${n}`],
    [`(-\\infty,${n})`, `(${n},\\infty)`],
    [`(0,1) \\cup (2,${n + 1})`, `(0,${n + 1})`],
    [`x \\ne ${n}`, `x = ${n}`],
    [`-${n} \\le x \\le ${n}`, `[0,${n}]`],
  ]);

const several = (): readonly Pair[] =>
  upTo(15).flatMap((n): Pair[] => [
    [`${n}, -${n}`, `${n}`],
    [`${n}`, `${n}, -${n}`],
    [`(1,${n})`, `(${n},1)`],
    [`\\{1,${n}\\}`, `\\{1,${n},${n + 1}\\}`],
    [`(1,${n},3)`, `(1,${n})`],
    [`\\pm ${n}`, `${n}`],
    [`\\begin{pmatrix}1\\\\${n}\\end{pmatrix}`, `\\begin{pmatrix}${n}\\\\1\\end{pmatrix}`],
    [`\\begin{pmatrix}1&${n}\\end{pmatrix}`, `\\begin{pmatrix}1\\\\${n}\\end{pmatrix}`],
  ]);

const statements = (): readonly Pair[] =>
  upTo(15).flatMap((n): Pair[] => [
    [`x = ${n}`, `y = ${n}`],
    [`x = ${n}`, `x = ${n + 1}`],
    [`2x + ${n}y = 1`, `2x - ${n}y = 1`],
    [`2x + z = ${n}`, `${n}`],
    [`a = ${n}, b = 1`, `1, ${n}`],
    [`f(x) = ${n}x`, `f(x) = x + ${n}`],
    [`${n}:3`, `3:${n === 3 ? 4 : n}`],
    [`${n * 10}_{${n + 9}}`, `${n * 10}`],
    [`${n} \\text{ cm}`, `${n} \\text{ m}`],
    [`${n} hours`, `${n} minutes`],
  ]);

const others: readonly Pair[] = [
  ['\\frac{1}{3001!}', '\\frac{1}{3003!}'],
  ['3001!', '3003!'],
  ['e^{-1000}', 'e^{-1001}'],
  ['e^{1000}', 'e^{1001}'],
  ['10^{-5000}', '10^{-5001}'],
  ['\\sqrt{2}^{10^{6}}', '\\sqrt{3}^{10^{6}}'],
  ['17/6', '2 5/3'],
  ['(7) 1/2', '7 1/2'],
  ['\\frac{1}{3}', '0.3333'],
  ['0.333333333333', '0.333333333334'],
  ['listen', 'silent'],
  ['no', 'on'],
  ['x \\le 2 \\text{ or } x \\ge 3', 'x \\le 2 \\text{ and } x \\ge 3'],
  ['6', '2 \\cdot 4 = 6'],
  ['18', 'The answer is 19, not 18'],
  ['Evelyn', 'Evelny'],
  ['not possible', 'possible not'],
  ['1,000', '1,0'],
  ['\\sqrt{-1}', '-i'],
  ['10 m/s', '10 km/h'],
  ['10 \\text{ m/s}', '10 \\text{ km/h}'],
  ['12 cm^2', '12 cm^3'],
  ['A', '(A) or (B)'],
  ['(0,1]', '0,1'],
  ['(-\\infty,5)\\cup (5,\\infty)', '(0,5) \\cup (5,\\infty)'],
  ['10', '10,\\!010'],
  ['10', '10{,}010'],
  ['75', '75, 75'],
  ['2,4', '2.4'],
  ['0,1', '1/10'],
  ['I(0) e^{-t}', '0'],
  ['I(0) e^{-t}', '4.6 \\times 10^{-24}'],
  ['\\sqrt{2} \\times 10^{-27}', '\\sqrt{3} \\times 10^{-27}'],
  ['1e-24', '0'],
  ['2\\frac{x}{3}', '2 + \\frac{x}{3}'],
  ['A', 'B'],
  ['\\text{(A)}', '\\text{(D)}'],
  ['C', '(D) 12'],
  ['\\text{odd}', '\\text{even}'],
  ['\\text{yes}', '\\text{no}'],
  ['\\text{Sunday}', '\\text{Monday}'],
  ['\\sin x', '\\cos x'],
  ['\\sin 2x', '2 \\sin x'],
  ['\\ln x', '\\log_2 x'],
  ['e^x', 'x^e'],
  ['e', '2.718'],
  ['\\pi', '3.14159'],
  ['\\pi', '\\frac{22}{7}'],
  ['f(x)', 'f(y)'],
  ['n!', 'n'],
  ['\\binom{n}{2}', '\\frac{n}{2}'],
  ['\\lfloor n/2 \\rfloor', 'n/2'],
  ['\\infty', '-\\infty'],
  ['\\infty', '0'],
  ['i', '-i'],
  ['i', '1'],
  ['0', '\\emptyset'],
  ['10^{20}', '10^{20}+1'],
  ['2^{100}', '2^{101}'],
  ['100!', '101!'],
  ['0.1', '0.10001'],
  ['1e5', '1e6'],
  ['8:34 \\text{ p.m.}', '8:34 \\text{ a.m.}'],
  ['8:30 \\text{ p.m.}', '4:15 \\text{ p.m.}'],
  ['1:2:3', '1:3:2'],
  ['x', 'X'],
  ['x_1', 'x_2'],
  ["f'(x)", 'f(x)'],
  ['\\mathbb{R}', '\\mathbb{Z}'],
  ['1.85 \\text{ USD}', '1.85 euros'],
  ['90^\\circ', '9^\\circ'],
];
