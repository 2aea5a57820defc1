// Statistics of lengths that many methods share. S+ are the right siblings, p is the share of them.
import type { Expression } from '@allot/spec';
import { minus, over, plus } from './algebra.js';
import { correct, n } from './fields.js';
import { group } from './scopes.js';

const right = { where: correct } as const;

/** p, the solve rate of the group */
export const solveRate = group.mean(correct);

export const rightMean = group.mean(n, right);
export const rightMin = group.min(n, right);
export const rightMax = group.max(n, right);
export const rightMedian = group.quantile(n, 0.5, right);
export const rightCount = group.count(correct);

/** (n - mean of n) / (std of n + epsilon) over the siblings for which `where` holds; 0 for one that is alone. */
export const lengthScore = (where: Expression, ddof: 0 | 1, epsilon: number): Expression =>
  over(minus(n, group.mean(n, { where })), plus(group.std(n, { where, ddof }), epsilon));
