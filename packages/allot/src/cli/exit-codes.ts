// What the exit status of the command means; `allot --help` lists it.

export const ExitCode = {
  success: 0,
  /** Errors were found, or the run failed. */
  failure: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** A guard stopped the run, or somebody denied it to go on. */
  stopped: 3,
  /** The run waits at a gate. */
  waiting: 4,
  /** A monitored log has drifted from its baseline. */
  drifted: 5,
  /** A bug in Allot (EX_SOFTWARE). */
  bug: 70,
  /** Ctrl-C, after committing. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
