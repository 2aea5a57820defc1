// Ablation: the quickstart's tiers with HBPO's cosine without budgets and GRPO's advantage; the shortest answer always wins.
import { advantages, definePipeline, rewards } from 'allot';
import quickstart from './quickstart.js';

export default definePipeline({
  ...quickstart,
  name: 'cosine',
  description: 'Ablation: a uniform length reward, in which shorter is always better',
  reward: rewards.globalCosine(),
  advantage: advantages.grpo(),
  allow: { 'shape/collapse-risk': 'It is what this ablation shows.' },
});
