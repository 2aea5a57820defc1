// DAPO on Qwen2.5-32B (arXiv 2503.14476).
// `allot reproduce dapo` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.dapo.definition,
  policy: { model: '../../models/Qwen2.5-32B' },
});
