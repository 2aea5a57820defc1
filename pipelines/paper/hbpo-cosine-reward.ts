// HBPO's ablation: GRPO with one cosine of the length for all (arXiv 2507.15844).
// `allot reproduce hbpo-cosine-reward` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpoCosineReward.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
