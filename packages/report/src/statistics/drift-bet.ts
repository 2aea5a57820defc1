// Sequential tests by betting: whether a mean has left a bound, looked at after every observation, at a proven rate of false alarms.

/** The stakes that are mixed: shares of what may be lost on one observation. */
const stakes = [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625] as const;

/**
 * The factor by which a bet on "the mean is above the bound" grows, for an observation in [0, 1]: 1 + stake (x - m) / m. Its
 * expectation is at most 1 as long as the mean is at most m (Waudby-Smith & Ramdas, JRSS B 86, 2024, section 4).
 */
const factorOf = (stake: number, bound: number, value: number): number => 1 - stake + (stake * value) / bound;

export interface DriftBet<Place> {
  /** Takes the next observation, in [0, 1], with a name for its place; after an alarm, none. */
  observe(value: number, place: Place): void;
  /** The largest e-value so far. */
  readonly evidence: number;
  /** Where the evidence reached the threshold, and since when the capital that grew most was growing. */
  readonly alarm: { readonly place: Place; readonly since: Place } | undefined;
}

/**
 * Bets that the mean has risen above `bound`, in (0, 1), at some observation. A bet begins at every observation t with a capital of
 * 1 / (t (t + 1)), which sum to 1, so that a late change is seen although the capital of early bets is lost. As long as the mean is
 * at most the bound, given all that came before, the sum of all capitals ever reaches the threshold with a probability of at most
 * 1 / threshold (Ville's inequality), however long one looks. `since` is where the last sum of logarithms that stayed above 0 began,
 * as in CUSUM (Page, Biometrika 41, 1954).
 */
export function createDriftBet<Place>(bound: number, threshold: number): DriftBet<Place> {
  const capitals = stakes.map(() => 0);
  const growths: { logarithm: number; since: Place }[] = [];
  let count = 0;
  let evidence = 0;
  let alarm: DriftBet<Place>['alarm'];
  return {
    observe(value, place) {
      if (alarm !== undefined) return;
      count++;
      const fresh = 1 / (count * (count + 1)) / stakes.length;
      let sum = 0;
      for (let index = 0; index < stakes.length; index++) {
        const factor = factorOf(stakes[index] as number, bound, value);
        const capital = ((capitals[index] as number) + fresh) * factor;
        capitals[index] = capital;
        sum += capital;
        const before = growths[index];
        const growth = before && before.logarithm > 0 ? before : { logarithm: 0, since: place };
        growth.logarithm += Math.log(factor);
        growths[index] = growth;
      }
      evidence = Math.max(evidence, sum);
      if (sum >= threshold) {
        const best = capitals.indexOf(Math.max(...capitals));
        alarm = { place, since: growths[best]?.since ?? place };
      }
    },
    get evidence() {
      return evidence;
    },
    get alarm() {
      return alarm;
    },
  };
}

/**
 * Upper confidence bound of a mean of independent observations in [0, 1]: the smallest bound that a bet on "the mean is below it"
 * refutes. Holds with probability at least 1 - alpha, for any number of observations (the same, section 4).
 */
export function upperBound(values: readonly number[], alpha: number): number {
  const refutes = (bound: number): boolean => {
    // A mean below the bound is a mean of 1 - x above 1 - bound.
    const logarithms = stakes.map((stake) =>
      values.reduce((sum, value) => sum + Math.log(factorOf(stake, 1 - bound, 1 - value)), 0),
    );
    const largest = Math.max(...logarithms);
    const mean = logarithms.reduce((sum, one) => sum + Math.exp(one - largest), 0) / stakes.length;
    return largest + Math.log(mean) >= -Math.log(alpha);
  };
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 30; halving++) {
    const middle = (low + high) / 2;
    if (refutes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Lower confidence bound of such a mean. */
export const lowerBound = (values: readonly number[], alpha: number): number =>
  1 -
  upperBound(
    values.map((value) => 1 - value),
    alpha,
  );
