// HBPO's ablation: eight budgets (arXiv 2507.15844).
// `allot reproduce hbpo-8-budgets` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpoEightBudgets.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
