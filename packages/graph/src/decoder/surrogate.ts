// Surrogates of the policy gradient: what a token's advantage is multiplied with, and how far it may go.
import type { Builder } from '../ir/builder.js';
import type { Node } from '../ir/node.js';

export interface SurrogateForm {
  /** Absent: 'ppo-clip'. */
  readonly surrogate?: 'ppo-clip' | 'cispo';
  /** Absent: 'token'. */
  readonly ratioLevel?: 'token' | 'sequence';
}

export interface SurrogateInputs {
  /** [rows, 1], as all per-token tensors here; idle tokens have 0. */
  readonly logRatio: Node;
  readonly logProbabilities: Node;
  /** Whether a token carries no loss. */
  readonly idle: Node;
  readonly advantages: Node;
  /** [1]: the ratio stays in [1 - clipLow, 1 + clipHigh] */
  readonly clipLow: Node;
  readonly clipHigh: Node;
  /** [1]; absent: no dual clip. */
  readonly dualClip?: Node;
}

/** To be made small; `clipped` is 1 at tokens whose ratio the clip changed or whose gradient it removed. */
export interface Surrogate {
  readonly loss: Node;
  readonly clipped: Node;
}

export function buildSurrogate(g: Builder, form: SurrogateForm, inputs: SurrogateInputs): Surrogate {
  const ratio = g.exp(form.ratioLevel === 'sequence' ? sequenceLogRatio(g, inputs) : inputs.logRatio);
  const one = g.scalar(1);
  const { clipLow, clipHigh } = inputs;
  const clippedRatio = g.minimum(g.maximum(ratio, g.subtract(one, clipLow)), g.add(one, clipHigh));
  return form.surrogate === 'cispo'
    ? detachedWeight(g, ratio, clippedRatio, inputs)
    : clippedSurrogate(g, ratio, clippedRatio, inputs);
}

/**
 * -min(r A, clip(r, 1 - low, 1 + high) A) (PPO, arXiv:1707.06347, equation 7; the asymmetric clip is DAPO's,
 * arXiv:2503.14476, equation 10). With a dual clip c and A < 0 at most -c A (arXiv:1912.09729, equation 5).
 */
function clippedSurrogate(g: Builder, ratio: Node, clippedRatio: Node, inputs: SurrogateInputs): Surrogate {
  const { advantages, dualClip } = inputs;
  const unclipped = g.multiply(ratio, advantages);
  const clipped = g.multiply(clippedRatio, advantages);
  const surrogate = g.minimum(unclipped, clipped);
  const once = (): Node => g.cast(g.less(clipped, unclipped), 'float32');
  if (dualClip === undefined) return { loss: g.negate(surrogate), clipped: once() };
  const floor = g.multiply(dualClip, advantages);
  const bounded = g.where(g.less(advantages, g.scalar(0)), g.maximum(surrogate, floor), surrogate);
  const twice = g.cast(g.less(surrogate, bounded), 'float32');
  return { loss: g.negate(bounded), clipped: g.add(once(), twice) };
}

/** -sg[clip(r, 1 - low, 1 + high)] A log p (CISPO, arXiv:2506.13585, equation 4). */
function detachedWeight(
  g: Builder,
  ratio: Node,
  clippedRatio: Node,
  { advantages, logProbabilities }: SurrogateInputs,
): Surrogate {
  const weight = g.stopGradient(clippedRatio);
  return {
    loss: g.negate(g.multiply(g.multiply(weight, advantages), logProbabilities)),
    clipped: g.subtract(g.scalar(1), g.cast(g.equal(ratio, clippedRatio), 'float32')),
  };
}

/**
 * log s with s the geometric mean of a sequence's ratios; its gradient stays at the token: sg[s] p / sg[p]
 * (GSPO, arXiv:2507.18071, equations 7 and 14).
 */
function sequenceLogRatio(g: Builder, { logRatio, logProbabilities, idle }: SurrogateInputs): Node {
  const sumRow = (x: Node): Node => g.sum(g.reshape(x, ['batch', 'time']), [1]);
  const active = g.where(idle, g.scalar(0), g.scalar(1));
  const mean = g.divide(sumRow(logRatio), g.maximum(sumRow(active), g.scalar(1)));
  const ofTokens = g.reshape(g.expand(mean, ['batch', 'time']), ['batch*time', 1]);
  const gradientOnly = g.subtract(logProbabilities, g.stopGradient(logProbabilities));
  return g.where(idle, g.scalar(0), g.add(g.stopGradient(ofTokens), gradientOnly));
}
