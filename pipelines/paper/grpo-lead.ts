// GRPO-LEAD on DeepSeek-R1-Distill-Qwen-14B (arXiv 2504.09696).
// `allot reproduce grpo-lead` says where every setting is from.
import { definePipeline, presets } from 'allot';

export default definePipeline({
  ...presets.grpoLead.definition,
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-14B' },
});
