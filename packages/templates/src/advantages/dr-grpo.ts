// Dr. GRPO's advantage.
import { defineTemplate } from '../template.js';
import { centered } from './terms.js';

/** A = R - mean of the group (Dr. GRPO, arXiv 2503.20783): without the division that favours very easy and very hard problems. */
export const drGrpo = defineTemplate({
  name: 'dr-grpo',
  kind: 'advantage',
  title: 'Dr. GRPO: how a rollout does in its group, not divided by the spread',
  source: 'Understanding R1-Zero-Like Training, arXiv 2503.20783, section 3',
  parameters: {},
  build: () => centered,
});
