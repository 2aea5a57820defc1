// A divergence from another policy has an effect, and only one of them holds the policy back.
import { defineRule, settings } from './rule.js';

const smallMinibatches = 'training: { promptsPerStep: 4, promptsPerMinibatch: 2 }\n';

export const divergence = defineRule({
  kind: 'reinforcement',
  reads: ['objective'],
  catalog: {
    'objective/kl-does-not-pull': {
      severity: 'warning',
      message: 'The estimator k1 in the loss does not draw the policy to its base',
      help: 'Use `estimator: k2` or `k3`, or put it in the reward.',
      why: 'The gradient of log p - log p_base is that of log p, whose mean over sampled tokens is 0: the loss shows the divergence, but its gradient is noise. In the loss k2 has the gradient of the divergence, and k3 is what GRPO uses (arXiv 2402.03300). In the reward k1 works, because there it weighs the tokens.',
      example: settings('objective: { kl: { estimator: k1, coefficient: 0.001 } }\n'),
    },
    'objective/divergences-overlap': {
      severity: 'warning',
      message: '`klCov` and `kl` in the {place} both hold the policy back',
      help: 'Remove one of them: KL-Cov takes the place of a divergence over all tokens.',
      why: 'KL-Cov (arXiv 2505.22617) holds back the few tokens that cost the most entropy so that all the others may move freely. A divergence over all tokens takes that freedom again; in the reward it also enters the advantages by which KL-Cov chooses its tokens.',
      example: settings(
        `objective: { oldLogProbabilities: recomputed, klCov: {}, kl: { coefficient: 0.001, in: reward } }\n${smallMinibatches}`,
      ),
    },
    'objective/kl-cov-from-sampler': {
      severity: 'warning',
      message: 'KL-Cov compares with the rounded log-probabilities of the sampler',
      help: 'Set `oldLogProbabilities: recomputed`.',
      why: 'The slope of |log p - log p_old| is 1 or -1 however small the difference. The sampler, which works token by token, rounds other bits than the update, so that in the first minibatch of a step, where the policies are equal, the sign would be left to rounding.',
      example: settings(`objective: { klCov: {} }\n${smallMinibatches}`),
    },
  },
  accepts: {
    'objective/kl-does-not-pull': 'objective: { kl: { estimator: k1, coefficient: 0.001, in: reward } }\n',
    'objective/divergences-overlap': 'objective: { kl: { coefficient: 0.001, in: reward } }\n',
    'objective/kl-cov-from-sampler': `objective: { klCov: {}, oldLogProbabilities: recomputed }\n${smallMinibatches}`,
  },
  check({ objective: { kl, klCov, oldLogProbabilities } }, { report }) {
    if (kl?.estimator === 'k1' && kl.in === 'loss')
      report(['objective', 'kl', 'estimator'], 'objective/kl-does-not-pull', {});
    if (kl && klCov) report(['objective', 'klCov'], 'objective/divergences-overlap', { place: kl.in });
    if (klCov && oldLogProbabilities === 'sampler')
      report(['objective', 'klCov'], 'objective/kl-cov-from-sampler', {});
  },
});
