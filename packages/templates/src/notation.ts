// What the letters of the templates' formulas stand for.

export const notation = {
  n: 'tokens of the response',
  c: '1 for a right answer, else 0',
  f: '1 for a response with closed reasoning and an answer, else 0',
  b: 'token budget of the tier',
  Lmax: 'most tokens of a response',
  R: 'reward',
  A: 'advantage',
  G: 'rollouts of the group: all those of one problem in one step',
  p: 'solve rate of the group: the mean of c',
  'S+': 'the right rollouts of the group',
  'S-': 'the wrong rollouts of the group',
  sigma: 'logistic function, 1 / (1 + exp(-x))',
  clip: 'clip(x, least, most)',
} as const satisfies Readonly<Record<string, string>>;
