// LAPO on a policy of its first stage: keeps to the lengths that were found (arXiv 2507.15758).
// `allot reproduce lapo-internalize` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.lapoInternalize.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
