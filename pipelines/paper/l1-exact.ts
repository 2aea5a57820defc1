// L1-Exact on DeepScaleR-1.5B-Preview: thinks for as many tokens as it is told (arXiv 2503.04697).
// `allot reproduce l1-exact` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.l1Exact.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
