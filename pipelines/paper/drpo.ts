// DRPO on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2510.04474).
// `allot reproduce drpo` says where every setting is from, and what of the method is left out.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.drpo.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
