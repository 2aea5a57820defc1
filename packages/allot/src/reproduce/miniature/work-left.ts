// How long the miniature still takes, from how long its parts took.

export interface WorkLeft {
  /** Tells that one training with its evaluations took so many seconds. */
  done(seconds: number): void;
  /** Seconds for so many more; undefined before the first. */
  secondsFor(count: number): number | undefined;
}

/** The mean of the last five: how busy a machine is changes over hours. */
export function createWorkLeft(): WorkLeft {
  const times: number[] = [];
  return {
    done: (seconds) => {
      times.push(seconds);
      if (times.length > 5) times.shift();
    },
    secondsFor: (count) =>
      times.length === 0 ? undefined : (count * times.reduce((sum, one) => sum + one, 0)) / times.length,
  };
}
