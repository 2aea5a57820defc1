/** Numbers from 0 up to 1. */
export function randomOf(seed: number): () => number;
