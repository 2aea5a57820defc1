// L1-Max on a policy of L1-Exact: stays under the tokens that it is told (arXiv 2503.04697).
// `allot reproduce l1-max` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.l1Max.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
