// AutoThink on DeepSeek-R1-Distill-Qwen-1.5B: its first stage, which keeps both modes (arXiv 2505.10832).
// `allot reproduce autothink-1` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.autothink1.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
