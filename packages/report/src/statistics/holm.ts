// Several tests at once: probabilities adjusted so that any false claim among them stays as rare as for one.

/** Holm's step-down adjustment (Scandinavian Journal of Statistics 6, 1979), in the order given. */
export function adjustHolm(probabilities: readonly number[]): number[] {
  const order = probabilities.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = probabilities.map(() => 1);
  let largest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (probabilities.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
