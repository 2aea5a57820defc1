// Ablation: the quickstart with one budget, the mean of its four, instead of a hierarchy.
import { definePipeline, tiers } from 'allot';
import quickstart from './quickstart.js';

export default definePipeline({
  ...quickstart,
  name: 'single-budget',
  description: 'Ablation: one budget instead of four',
  tiers: tiers([36], { rolloutsPerTier: 16, prefill: '[{budget}]' }),
});
