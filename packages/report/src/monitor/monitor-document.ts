// What monitoring a log found, as data: what `allot monitor --json` prints and its table is drawn from.

export interface MonitorDocument {
  readonly format: 1;
  /** Whether any group has drifted. */
  readonly drifted: boolean;
  readonly baseline: MonitorBaseline;
  /** Name of the log. */
  readonly log: string;
  readonly rows: LogRows;
  /** Chance of any false alarm, however long the log is. */
  readonly alpha: number;
  /** Drift that is tolerated beyond what the baseline leaves open. */
  readonly tolerated: ToleratedDrift;
  /** Tests that share alpha: of each group, tokens and accuracy, upwards and downwards. */
  readonly tests: number;
  /** By mode and difficulty, in the order of the baseline. */
  readonly groups: readonly MonitoredGroup[];
  /** What was left out or could not be judged, one sentence each. */
  readonly notes: readonly string[];
}

export interface MonitorBaseline {
  readonly name: string;
  readonly place: string;
  readonly benchmark: string;
}

export interface ToleratedDrift {
  /** Percent of the baseline's tokens. */
  readonly tokensPercent: number;
  /** Percentage points. */
  readonly accuracyPoints: number;
}

export interface LogRows {
  /** Rows that were read, without empty lines. */
  readonly read: number;
  /** Rows that are no log rows and were left out. */
  readonly skipped: number;
  /** Rows in a mode in which the baseline was not evaluated. */
  readonly otherModes: number;
  /** Rows whose difficulty is not known: they count in "all" alone. */
  readonly withoutDifficulty: number;
  /** Rows whose problem is one of the baseline's. */
  readonly knownProblems: number;
}

export interface MonitoredGroup {
  readonly mode: string;
  /** `all`, or the name of a range. */
  readonly difficulty: string;
  readonly rows: number;
  /** Mean tokens of a response; those above `cap` count as `cap`. */
  readonly tokens: MonitoredMean & { readonly cap: number };
  /** Share of right answers, or mean score; of the rows that state it. */
  readonly accuracy: MonitoredMean;
}

export interface MonitoredMean {
  readonly rows: number;
  readonly baseline: number;
  /** What the baseline and the tolerated drift leave open: a mean outside of it is drift. */
  readonly allowed: readonly [low: number, high: number];
  /** Of the log; absent without rows. */
  readonly mean?: number;
  /** Mean of the baseline over the problems of the log, as often as they were asked; where all of them are known. */
  readonly expected?: number;
  /** Chance of evidence as strong as this without drift, for all tests together: drift where it is at most alpha. */
  readonly p: number;
  readonly drift?: FoundDrift;
}

export interface FoundDrift {
  readonly direction: 'up' | 'down';
  /** Line of the log at which it was certain enough. */
  readonly line: number;
  /** Line from which on the evidence grew. */
  readonly sinceLine: number;
  /** Time of those lines, where the log states it. */
  readonly time?: string;
  readonly sinceTime?: string;
}
