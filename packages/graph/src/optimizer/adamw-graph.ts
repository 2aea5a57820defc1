// One AdamW step over flat vectors, with gradient clipping by global norm.
import { createBuilder } from '../ir/builder.js';
import { createGraph, type Graph } from '../ir/node.js';
import { verifyGraph } from '../ir/verify-graph.js';

/**
 * Inputs: parameters, gradient, first_moment, second_moment float32 [N]; learning_rate, beta1, beta2, epsilon,
 * weight_decay, bias_correction1, bias_correction2 (1 - beta^t, from the caller) and max_gradient_norm (0: no clipping),
 * float32 [1]. Outputs: new_parameters, new_first_moment, new_second_moment [N] and gradient_norm [1], before clipping.
 * As torch.optim.AdamW (arXiv:1711.05101) and torch.nn.utils.clip_grad_norm_.
 */
export function buildAdamWGraph(elements: number): Graph {
  const g = createBuilder();
  const vector = (name: string) => g.input(name, 'float32', [elements]);
  const scalar = (name: string) => g.input(name, 'float32', [1]);
  const [parameters, gradient] = [vector('parameters'), vector('gradient')];
  const [firstMoment, secondMoment] = [vector('first_moment'), vector('second_moment')];
  const [learningRate, beta1, beta2] = [scalar('learning_rate'), scalar('beta1'), scalar('beta2')];
  const [epsilon, weightDecay] = [scalar('epsilon'), scalar('weight_decay')];
  const [correction1, correction2] = [scalar('bias_correction1'), scalar('bias_correction2')];
  const maxNorm = scalar('max_gradient_norm');
  const one = g.scalar(1);

  // clip_grad_norm_: g min(1, max / (|g| + 1e-6))
  const norm = g.sqrt(g.sum(g.multiply(gradient, gradient), [0]));
  const factor = g.minimum(g.divide(maxNorm, g.add(norm, g.scalar(1e-6))), one);
  const clipped = g.multiply(gradient, g.where(g.less(g.scalar(0), maxNorm), factor, one));

  // m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2
  const first = g.add(g.multiply(firstMoment, beta1), g.multiply(clipped, g.subtract(one, beta1)));
  const squared = g.multiply(clipped, clipped);
  const second = g.add(g.multiply(secondMoment, beta2), g.multiply(squared, g.subtract(one, beta2)));

  // p = p (1 - lr decay) - lr / c1 * m / (sqrt(v) / sqrt(c2) + eps)
  const decayed = g.multiply(parameters, g.subtract(one, g.multiply(learningRate, weightDecay)));
  const denominator = g.add(g.divide(g.sqrt(second), g.sqrt(correction2)), epsilon);
  const step = g.multiply(g.divide(first, denominator), g.divide(learningRate, correction1));

  const inputs = [
    parameters,
    gradient,
    firstMoment,
    secondMoment,
    learningRate,
    beta1,
    beta2,
    epsilon,
    weightDecay,
    correction1,
    correction2,
    maxNorm,
  ];
  const outputs = {
    new_parameters: g.subtract(decayed, step),
    new_first_moment: first,
    new_second_moment: second,
    gradient_norm: norm,
  };
  return verifyGraph(createGraph('adamw', inputs, outputs));
}
