// HBPO's ablation: one budget of 1,536 (arXiv 2507.15844).
// `allot reproduce hbpo-1-budget` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpoOneBudget.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
