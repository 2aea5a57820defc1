// HBPO's paper on DeepScaleR-1.5B-Preview (arXiv 2507.15844).
// `allot reproduce hbpo-deepscaler` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpoDeepscaler.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
