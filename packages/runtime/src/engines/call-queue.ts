// Lets one call run at a time; the others wait in order.

export function createQueue() {
  let last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when everything asked before has settled. */
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
