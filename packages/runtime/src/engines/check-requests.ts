// Requests that no policy can answer are our bug: the compiler lets none through.
import type { RolloutRequest } from '../engine.js';

export function checkRequests(requests: readonly RolloutRequest[], maxPositions: number): void {
  requests.forEach(({ prompt, prefill, maxNewTokens }, index) => {
    if (prompt.length === 0) throw new RangeError(`request ${index} has an empty prompt`);
    if (maxNewTokens < 1) throw new RangeError(`request ${index} may sample no token`);
    const length = prompt.length + prefill.length + maxNewTokens;
    if (length > maxPositions) {
      throw new RangeError(
        `request ${index} may reach ${length} tokens, the policy has ${maxPositions} positions`,
      );
    }
  });
}
