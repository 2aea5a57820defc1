// HBPO's ablation: budgets of 512 and 2,560 (arXiv 2507.15844).
// `allot reproduce hbpo-2-budgets` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpoTwoBudgets.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
