// Parts of a bundle's README.md.
import type { ResolvedReinforcement } from '@allot/spec';

/** A number of things, in words. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

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
