// Trajectories made by hand.
import type { Trajectory } from '@allot/spec';
import type { EvaluationRow } from '@allot/store';

/** A trajectory with the given members; the rest is plain. */
export const trajectory = (changes: Partial<Trajectory> = {}): Trajectory & EvaluationRow => ({
  problemId: 'p',
  groupId: 'g',
  tier: 0,
  budget: 6,
  rollout: 0,
  promptTokens: Int32Array.of(2),
  responseTokens: Int32Array.of(3, 4, 1),
  tokenOrigins: new Uint8Array(3),
  logProbabilities: new Float32Array(3),
  tokens: 3,
  thinkingTokens: 1,
  finishReason: 'stop',
  answer: '',
  correct: false,
  formatted: true,
  reward: 0,
  components: {},
  advantage: 0,
  promptText: '',
  text: '',
  ...changes,
});
