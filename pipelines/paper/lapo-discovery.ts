// LAPO on DeepScaleR-1.5B-Preview: its first stage, which finds lengths (arXiv 2507.15758).
// `allot reproduce lapo-discovery` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.lapoDiscovery.definition,
  policy: { model: '../../models/DeepScaleR-1.5B-Preview' },
});
