// An advantage that measures a tier against the reward's best must know that reward's beta.
import { contentKey, type Template, type TemplateReference } from '@allot/spec';
import { defineRule, settings } from './rule.js';

export const sameBeta = defineRule({
  kind: 'reinforcement',
  reads: ['reward', 'advantage'],
  catalog: {
    'advantage/beta-differs': {
      severity: 'warning',
      message: 'The reward `{reward}` has beta {given}, and the advantage `{advantage}` takes it for {taken}',
      help: 'Give both the same beta.',
      why: "HBPO's advantage compares the mean reward of a tier with the most that the tier can earn, and makes that from beta (arXiv 2507.15844, Algorithm 1). With another beta the comparison is off by the same amount for every rollout of a tier, right or wrong.",
      example: settings('reward: { template: hbpo, parameters: { beta: 8 } }\n'),
    },
  },
  accepts: {
    'advantage/beta-differs':
      'reward: { template: hbpo, parameters: { beta: 8 } }\nadvantage: { template: hbpo, parameters: { beta: 8 } }\n',
  },
  check({ reward, advantage }, { report, host: { templates } }) {
    if (!('template' in reward) || !('template' in advantage)) return;
    const given = betaOf(reward, templates.rewards.get(reward.template));
    const template = templates.advantages.get(advantage.template);
    const taken = betaOf(advantage, template);
    if (!template || given === undefined || taken === undefined || given === taken) return;
    const { parameters = {} } = advantage;
    const expressionFor = (beta: number): string => contentKey(template.build({ ...parameters, beta }));
    if (expressionFor(given) === expressionFor(taken)) return;
    report(
      ['advantage'],
      'advantage/beta-differs',
      { reward: reward.template, advantage: advantage.template, given, taken },
      { relatedPaths: [{ path: ['reward'], message: `beta is ${given} here` }] },
    );
  },
});

/** The beta of a template in use; undefined where it has none, or where its parameters are wrong anyway. */
function betaOf({ parameters = {} }: TemplateReference, template: Template | undefined): number | undefined {
  const known = template?.parameters ?? {};
  if (Object.keys(parameters).some((name) => !Object.hasOwn(known, name))) return undefined;
  const beta = parameters.beta ?? known.beta?.default;
  return typeof beta === 'number' ? beta : undefined;
}
