// HBPO's paper on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2507.15844).
// `allot reproduce hbpo` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.hbpo.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
