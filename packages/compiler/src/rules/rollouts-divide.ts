// The rollouts of all tiers add up to the rollouts of a prompt.
import { defineRule, settings } from './rule.js';

export const rolloutsDivide = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'training'],
  catalog: {
    'training/rollouts-not-divisible': {
      severity: 'error',
      message:
        'rolloutsPerPrompt is {rolloutsPerPrompt}, and the tiers have {total} rollouts together ({sum})',
      help: '{advice}',
      why: 'Each prompt is answered rolloutsPerPrompt times, and every one of these rollouts belongs to one tier (HBPO: n rollouts in k subgroups, n / k each).',
      example: settings('training: { rolloutsPerPrompt: 6 }\n'),
    },
  },
  accepts: { 'training/rollouts-not-divisible': 'training: { rolloutsPerPrompt: 4 }\n' },
  check({ tiers, training: { rolloutsPerPrompt } }, { report }) {
    const total = tiers.reduce((count, { rollouts }) => count + rollouts, 0);
    if (total === rolloutsPerPrompt) return;
    const sum = tiers.map(({ rollouts }) => rollouts).join(' + ');
    const advice = adviseDivision(rolloutsPerPrompt, tiers.length, total);
    report(
      ['training', 'rolloutsPerPrompt'],
      'training/rollouts-not-divisible',
      { rolloutsPerPrompt, total, sum, advice },
      {
        expected: String(total),
        actual: String(rolloutsPerPrompt),
        relatedPaths: [{ path: ['tiers'], message: `${total} rollouts in all` }],
      },
    );
  },
});

function adviseDivision(rollouts: number, tiers: number, total: number): string {
  if (rollouts % tiers === 0)
    return `Set rolloutsPerPrompt to ${total}, or give each of the ${tiers} tiers ${rollouts / tiers} rollouts.`;
  const below = Math.floor(rollouts / tiers) * tiers;
  const near = below > 0 ? `${below} or ${below + tiers}` : String(tiers);
  return `Set rolloutsPerPrompt to ${total}. ${rollouts} rollouts cannot be divided evenly by ${tiers} tiers; ${near} can.`;
}
