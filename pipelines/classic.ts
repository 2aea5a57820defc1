// Ablation: the quickstart's tiers with the classic 0/1 reward and GRPO's advantage; nothing asks for brevity.
import { advantages, definePipeline, rewards } from 'allot';
import quickstart from './quickstart.js';

export default definePipeline({
  ...quickstart,
  name: 'classic',
  description: 'Ablation: correct or not, whatever the length',
  reward: rewards.classic(),
  advantage: advantages.grpo(),
  allow: {},
});
