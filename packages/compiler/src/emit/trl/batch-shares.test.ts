// Batches in TRL's terms: nothing is lost, and passes keep within the tokens of a micro-batch.
import type { ResolvedReinforcement } from '@allot/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareBatches } from './batch-shares.js';

const trainingOf = (training: object) => ({ training }) as Pick<ResolvedReinforcement, 'training'>;

test("the paper's batches on four GPUs", () => {
  const training = {
    promptsPerStep: 64,
    promptsPerMinibatch: 16,
    rolloutsPerPrompt: 16,
    tokensPerMicrobatch: 20_480,
  };
  expect(shareBatches(trainingOf(training), 4, 5120)).toEqual({ perPass: 4, accumulated: 16, updates: 4 });
});

test('passes make up a minibatch, and minibatches a step', () => {
  const few = fc.integer({ min: 1, max: 12 });
  const tokens = fc.integer({ min: 1, max: 4096 });
  fc.assert(
    fc.property(few, few, few, few, tokens, tokens, (gpus, prompts, updates, rollouts, budget, longest) => {
      const training = {
        promptsPerStep: gpus * prompts * updates,
        promptsPerMinibatch: gpus * prompts,
        rolloutsPerPrompt: rollouts,
        tokensPerMicrobatch: budget,
      };
      const shares = shareBatches(trainingOf(training), gpus, longest);
      expect(shares.perPass * shares.accumulated * gpus).toBe(training.promptsPerMinibatch * rollouts);
      expect(shares.updates).toBe(updates);
      expect(shares.perPass === 1 || shares.perPass * longest <= budget).toBe(true);
    }),
  );
});
