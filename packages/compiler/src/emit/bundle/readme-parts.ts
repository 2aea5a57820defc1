// Parts of a bundle's README.md.
import type { ResolvedReinforcement } from '@allot/spec';

export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** How the rollouts of a problem are sampled, tier by tier. */
export function tierTable({ tiers }: ResolvedReinforcement): string {
  const rows = tiers.map(({ name, budget, rollouts, cap, prefill }) => [
    name ?? '',
    `${budget}`,
    `${rollouts}`,
    `${cap}`,
    prefill === '' ? '' : `\`${prefill.replaceAll('{budget}', `${budget}`)}\``,
  ]);
  const named = tiers.some(({ name }) => name !== undefined);
  const head = ['tier', 'budget', 'rollouts', 'most tokens', 'begins with'];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => cells.slice(named ? 0 : 1));
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
