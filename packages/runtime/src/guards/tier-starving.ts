// A tier whose advantages are next to nothing: the update does not hear of it.
import { tierName } from '@allot/spec';
import { type Judge, percent } from './finding.js';
import { meanOfLast } from './windows.js';

export const tierStarving: Judge<'tier-starving'> = ({ window, share }, view) => {
  const rollouts = view.tiers.reduce((sum, tier) => sum + tier.rollouts, 0);
  for (const [index, tier] of view.tiers.entries()) {
    const part = meanOfLast(view, window, ({ tiers }) => tiers?.[index]?.signalShare);
    const due = tier.rollouts / rollouts;
    if (part === undefined || part >= share * due) continue;
    return {
      text: `Tier ${tierName(tier)} has ${percent(due)} of the rollouts, but ${percent(part)} of the advantages.`,
      value: part,
      limit: share * due,
      goodUntil: view.step - window,
    };
  }
  return undefined;
};
