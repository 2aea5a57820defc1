// Which response tokens carry loss, and vectors over a sequence's target tokens.
import { TokenOrigin } from '@allot/spec';

/** 1 for every response token that is trained on. */
export function lossMask(
  origins: Uint8Array,
  { prefillInLoss }: { readonly prefillInLoss: boolean },
): Uint8Array {
  return origins.map((origin) =>
    origin === TokenOrigin.sampled ||
    origin === TokenOrigin.declared ||
    (prefillInLoss && origin === TokenOrigin.prefill)
      ? 1
      : 0,
  );
}

/** Values of response tokens at their places among the targets of prompt + response: position t predicts token t + 1. */
export function alignToTargets(promptLength: number, values: ArrayLike<number>): Float32Array {
  const aligned = new Float32Array(promptLength + values.length - 1);
  aligned.set(Float32Array.from(values), promptLength - 1);
  return aligned;
}

export function concatTokens(prompt: Int32Array, response: Int32Array): Int32Array {
  const tokens = new Int32Array(prompt.length + response.length);
  tokens.set(prompt);
  tokens.set(response, prompt.length);
  return tokens;
}
