// SmartThinker on DeepSeek-R1-Distill-Qwen-1.5B (arXiv 2603.08000).
// `allot reproduce smartthinker` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.smartthinker.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
});
