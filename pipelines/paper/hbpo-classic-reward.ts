// HBPO's ablation: GRPO with a reward of 0 or 1 (arXiv 2507.15844).
// `allot reproduce hbpo-classic-reward` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpoClassicReward.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
