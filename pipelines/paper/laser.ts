// LASER on DeepSeek-R1-Distill-Qwen-1.5B: one target of 8,192 tokens (arXiv 2505.15612).
// `allot reproduce laser` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.laser.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
