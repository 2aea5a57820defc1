// Diagnostics of shapes that are written as functions or as text: which token lies outside the shape language.
import { defineCatalog, type Report, reporter } from '@allot/spec';

/** A definition whose reward is this function. */
const reward = (source: string) =>
  ({
    language: 'typescript',
    text: `import { defineReward } from 'allot';\nexport default { reward: defineReward('example', ${source}) };\n`,
  }) as const;
const typescript = (text: string) => ({ language: 'typescript', text }) as const;
const yaml = (text: string) => ({ language: 'yaml', text }) as const;

export const shapeCatalog = defineCatalog({
  'shape/outside-subset': {
    severity: 'error',
    message: 'A shape cannot hold {what}',
    help: '{instead}',
    why: 'A shape is lowered from its source to an expression, which is evaluated, analysed, plotted and written as Python. Only what has the same meaning in all of them can be part of it: arithmetic, `Math`, comparisons, conditionals, `const`, `if` and `return`, and calls to functions of the same kind.',
    example: reward(
      '({ tokens }) => {\n  let sum = 0;\n  for (let i = 0; i < tokens; i++) sum += i;\n  return sum;\n}',
    ),
  },
  'shape/syntax': {
    severity: 'error',
    message: 'The expression cannot be read: {problem}',
    help: 'Write one expression, such as `correct ? 1 - tokens / lMax : 0`.',
    why: 'The text of a shape is an expression as TypeScript has it. It is read, never run.',
    example: yaml("reward: { expression: 'correct ? 1 - tokens / (lMax : 0' }\n"),
  },
  'shape/not-defined': {
    severity: 'error',
    message: 'No function is defined as `{name}`',
    help: '{advice}',
    why: '`shape` names a function that the definition makes with `defineReward`, `defineAdvantage` or `defineCoefficient`. YAML has no functions: write `expression` there.',
    example: yaml('reward: { shape: shorter-is-better }\n'),
  },
  'shape/wrong-kind': {
    severity: 'error',
    message: '`{name}` is a {actual}, and stands where a {expected} is wanted',
    help: 'Use it as the {actual}, or define it with the function for a {expected}.',
    why: 'A reward is known before any advantage, and reads less; an advantage compares rewards.',
    example: typescript(
      "import { defineAdvantage } from 'allot';\nexport default { reward: defineAdvantage('example', ({ reward }) => reward) };\n",
    ),
  },
  'shape/unknown-field': {
    severity: 'error',
    message: 'A row has no field `{name}`',
    help: '{advice}',
    why: 'A shape reads the fields that every trajectory carries; a misspelt one would be undefined and make the result NaN.',
    example: reward('({ tokns }) => tokns'),
  },
  'shape/field-not-here': {
    severity: 'error',
    message: '`{name}` cannot be read by {what}',
    help: 'Only {reader} reads `{name}`; use the other fields here.',
    why: 'Rewards come first, then the advantages of responses, then the credit of their tokens: each is computed from what came before.',
    example: reward('({ reward }) => 2 * reward'),
  },
  'shape/token-field': {
    severity: 'error',
    message: '`{name}` belongs to a token, and this is a response',
    help: '{advice}',
    why: 'A reward or an advantage is one number for a response, which has many tokens; a value of its own for every token stands in `credit`.',
    example: reward('({ logProbability }) => logProbability'),
  },
  'shape/unknown-name': {
    severity: 'error',
    message: 'Nothing here is called `{name}`',
    help: '{advice}',
    why: 'A shape sees its parameters, its own constants, `Math`, and what its file declares or imports.',
    example: reward('({ tokens }) => tokens / lmax'),
  },
  'shape/unknown-function': {
    severity: 'error',
    message: 'A shape has no function `{name}`',
    help: '{advice}',
    why: 'The functions of a shape are those of `Math` that NumPy has too.',
    example: reward('({ tokens }) => Math.sqr(tokens)'),
  },
  'shape/unknown-statistic': {
    severity: 'error',
    message: 'A scope has no statistic `{name}`',
    help: '{advice}',
    why: 'Statistics over a group, a tier or the batch are the only way to look at other rows.',
    example: reward('(_, { group }) => group.average((row) => row.tokens, { empty: 0 })'),
  },
  'shape/argument-count': {
    severity: 'error',
    message: '`{name}` takes {expected}, not {actual}',
    help: 'Give it {expected}.',
    why: 'A missing argument would be undefined and make the result NaN; one too many would be ignored.',
    example: reward('({ tokens }) => Math.sqrt(tokens, 2)'),
  },
  'shape/unknown-option': {
    severity: 'error',
    message: '`{statistic}` has no option `{name}`',
    help: '{advice}',
    why: 'An option that the statistic does not know would be ignored in silence.',
    example: reward(
      '(_, { group }) => group.mean((row) => row.tokens, { empty: 0, were: (row) => row.correct })',
    ),
  },
  'shape/missing-option': {
    severity: 'error',
    message: '`{statistic}` needs `{name}`: its value when no member is left',
    help: 'Add `{name}: 0`, or the value that fits the shape.',
    why: 'The mean of nothing has no right value, and a group without a correct answer is common. The shape says what happens then.',
    example: reward('(_, { group }) => group.mean((row) => row.tokens, { where: (row) => row.correct })'),
  },
  'shape/wrong-option': {
    severity: 'error',
    message: '`{name}` must be {expected}',
    help: 'Write {expected}.',
    why: 'Options of a statistic are constants within its bounds.',
    example: reward('(_, { group }) => group.quantile((row) => row.tokens, 30, { empty: 0 })'),
  },
  'shape/not-constant': {
    severity: 'error',
    message: '`{name}` is not a constant: {reason}',
    help: 'Use numbers, true, false and members of enums, declared with const at the top of a file.',
    why: 'What a shape takes from outside is written into the plan, so its value must follow from the source.',
    example: typescript(
      "import { defineReward } from 'allot';\nlet beta = 4;\nexport default { reward: defineReward('example', ({ correct }) => (correct ? beta : 0)) };\n",
    ),
  },
  'shape/not-finite': {
    severity: 'error',
    message: '`{name}` is no finite number',
    help: 'Use a finite number, such as `Number.MAX_SAFE_INTEGER`, or a condition.',
    why: 'A plan is JSON, which has neither infinities nor NaN.',
    example: reward('({ correct }) => (correct ? 1 : Number.NEGATIVE_INFINITY)'),
  },
  'shape/flag-as-number': {
    severity: 'error',
    message: 'This is true or false where a number is needed',
    help: 'Write `{text} ? 1 : 0`, with the numbers that it stands for.',
    why: 'JavaScript would turn true into 1 and false into 0 in silence; in a reward such a slip is worth a message.',
    example: reward('({ correct, tokens }) => correct * tokens'),
  },
  'shape/mixed-comparison': {
    severity: 'error',
    message: 'A number is compared with true or false',
    help: 'Use the flag itself as the condition, or compare two numbers.',
    why: 'In JavaScript `true === 1` is false, which is hardly ever what a comparison like this means.',
    example: reward('({ correct }) => (correct === 1 ? 1 : 0)'),
  },
  'shape/loose-equality': {
    severity: 'error',
    message: 'A shape cannot hold `{operator}`',
    help: 'Write `{operator}=`.',
    why: 'The loose comparisons of JavaScript convert their operands; the strict ones compare them as they are.',
    example: reward('({ mode }) => (mode == 1 ? 1 : 0)'),
  },
  'shape/random': {
    severity: 'error',
    message: '`{name}` gives another value each time',
    help: 'Use fields of the row, such as `tokens`, `step` or `progress`.',
    why: 'Equal rows must get equal values, today and after a resume. Chance and time have no place in a shape.',
    example: reward('() => Math.random()'),
  },
  'shape/recursion': {
    severity: 'error',
    message: '`{name}` calls itself',
    help: 'Write it without recursion: a shape is one expression.',
    why: 'Calls are replaced by the body of what they call, which never ends for a function that calls itself.',
    example: typescript(
      "import { defineReward } from 'allot';\nconst half = (x: number): number => (x < 1 ? x : half(x / 2));\nexport default { reward: defineReward('example', ({ tokens }) => half(tokens)) };\n",
    ),
  },
  'shape/missing-return': {
    severity: 'error',
    message: 'The function can end without a value',
    help: 'Return a number on every path, for instance at the end.',
    why: 'A path without a return gives undefined, which is no reward.',
    example: reward('({ correct }) => {\n  if (correct) return 1;\n}'),
  },
  'shape/after-return': {
    severity: 'warning',
    message: 'This is never reached: every path returns before it',
    help: 'Remove it, or the return before it.',
    why: 'What follows a return has no effect, so it is either left over or the return is wrong.',
    example: reward('({ correct }) => {\n  return correct ? 1 : 0;\n  return 2;\n}'),
  },
  'shape/outer-row': {
    severity: 'error',
    message: '`{name}` belongs to the row outside, which this callback cannot see',
    help: 'Read the member that the callback is given; constants and statistics of the same scope may be used too.',
    why: 'The statistic is computed once for all rows of the scope, so its callback may depend on nothing but the member.',
    example: reward('({ tokens }, { group }) => group.count((row) => row.tokens < tokens)'),
  },
  'shape/nested-scope': {
    severity: 'error',
    message:
      '`{name}` differs between the members of the {scope}, so it cannot be part of a statistic over it',
    help: 'Use a statistic over the same scope or a wider one, or compute the two apart.',
    why: 'A callback sees one member at a time; a statistic inside it must be the same for all of them.',
    example: reward(
      '(_, { group, batch }) => batch.mean((row) => row.tokens - group.mean((r) => r.tokens, { empty: 0 }), { empty: 0 })',
    ),
  },
  'shape/too-large': {
    severity: 'error',
    message: 'The shape is too large or nested too deeply',
    help: 'Split it, name what repeats with const, or return earlier.',
    why: 'Calls are replaced by the bodies of what they call, and paths that join again are written twice. Past 20,000 nodes or 200 levels no one could read the expression.',
    example: reward(`({ tokens }) => ${'Math.abs('.repeat(210)}tokens${')'.repeat(210)}`),
  },
  'shape/duplicate-name': {
    severity: 'error',
    message: 'Two shapes are called `{name}`',
    help: 'Give every shape a name of its own.',
    why: 'A definition refers to a shape by its name, and plots, plans and trajectories print it.',
    example: typescript(
      "import { defineReward } from 'allot';\nexport const first = defineReward('example', () => 1);\nexport default { reward: defineReward('example', () => 2) };\n",
    ),
  },
  'shape/name': {
    severity: 'error',
    message: 'The name of a shape must be text in kebab-case',
    help: "Write it where the shape is defined, for instance `'shorter-is-better'`.",
    why: 'The name is read from the source, and is used in file names, plots and columns of data.',
    example: typescript(
      "import { defineReward } from 'allot';\nexport default { reward: defineReward('My Reward!', () => 1) };\n",
    ),
  },
  'shape/not-a-function': {
    severity: 'error',
    message: 'This is no function that can be read',
    help: 'Write an arrow function here, or name one that is declared with const or function.',
    why: 'The compiler reads the source of the function; one that is made while the definition runs has none.',
    example: typescript(
      "import { defineReward } from 'allot';\nconst make = () => () => 1;\nexport default { reward: defineReward('example', make()) };\n",
    ),
  },
});

export const report: Report<typeof shapeCatalog> = reporter(shapeCatalog);
