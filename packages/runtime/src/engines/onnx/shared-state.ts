// The policy and its optimizer in memory that all worker threads see.
import type { PolicyState } from '../../engine.js';
import type { SharedState } from './messages.js';

/**
 * Lanes of an update. Their number is fixed and their sums are added in order, so that the bits of a gradient do
 * not depend on how many workers share the lanes.
 */
export const LANES = 4;

/** Vectors of the policy's size that an engine holds. */
export const countVectors = (reference?: Float32Array): number => 3 + LANES + (reference ? 1 : 0);

/** Undefined where there is no memory for it. */
export function allocateState(elements: number, reference?: Float32Array): SharedState | undefined {
  try {
    const vector = () => new Float32Array(new SharedArrayBuffer(4 * elements));
    const shared = {
      parameters: vector(),
      firstMoment: vector(),
      secondMoment: vector(),
      laneGradients: Array.from({ length: LANES }, vector),
    };
    if (reference === undefined) return shared;
    const copy = vector();
    copy.set(reference);
    return { ...shared, reference: copy };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function writeState(shared: SharedState, state: PolicyState): void {
  for (const part of ['parameters', 'firstMoment', 'secondMoment'] as const) {
    if (state[part].length !== shared[part].length) {
      throw new RangeError(`${part} has ${state[part].length} elements, the policy ${shared[part].length}`);
    }
    shared[part].set(state[part]);
  }
}

export function readState(shared: SharedState, optimizerStep: number): PolicyState {
  return {
    parameters: new Float32Array(shared.parameters),
    firstMoment: new Float32Array(shared.firstMoment),
    secondMoment: new Float32Array(shared.secondMoment),
    optimizerStep,
  };
}
