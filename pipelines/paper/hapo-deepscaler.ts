// HAPO on DeepScaleR-1.5B-Preview (arXiv 2505.11225).
// `allot reproduce hapo-deepscaler` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hapoDeepscaler.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
