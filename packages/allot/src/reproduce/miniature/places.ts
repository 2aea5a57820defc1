// Where the parts of the miniature lie in its folder.
import { join } from 'node:path';
import type { ProblemSet } from './held-out.js';

export type SetName = ProblemSet['name'];

export interface Places {
  readonly home: string;
  readonly definition: (arm: string) => string;
  readonly problems: (set: SetName) => string;
  readonly run: (arm: string, seed: number) => string;
  /** `base` is an arm too: the policy before training, with the random numbers of the seed. */
  readonly evaluation: (arm: string, seed: number, set: SetName) => string;
  readonly results: string;
  readonly page: string;
}

export const placesIn = (home: string): Places => ({
  home,
  definition: (arm) => join(home, 'definitions', `${arm}.json`),
  problems: (set) => join(home, 'problems', `${set}.jsonl`),
  run: (arm, seed) => join(home, 'runs', `${arm}-${seed}`),
  evaluation: (arm, seed, set) => join(home, 'evaluations', `${arm}-${seed}-${set}`),
  results: join(home, 'reproduction', 'results.json'),
  page: join(home, 'reproduction.md'),
});
