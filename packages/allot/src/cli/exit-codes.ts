// What the exit status of the command means; `allot --help` lists it.

export const ExitCode = {
  success: 0,
  /** Errors were found, or the run failed. */
  failure: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** A guard stopped the run. */
  stopped: 3,
  /** A bug in Allot (EX_SOFTWARE). */
  bug: 70,
  /** Ctrl-C, after committing. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
