// Hands whole runs to tracking tools, each run to each tool.
import { type Diagnostic, hasErrors } from '@allot/spec';
import { openTrackedRun } from './tracked-run.js';
import type { TrackerOpener } from './tracking-places.js';

export interface Tracked {
  /** Where each run went. */
  readonly places: readonly string[];
  /** What stood in the way. */
  readonly diagnostics: readonly Diagnostic[];
}

export async function trackRuns(
  directories: readonly string[],
  openers: readonly TrackerOpener[],
): Promise<Tracked> {
  const { standingEvents } = await import('@allot/report');
  const places: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const directory of directories) {
    const [run, problems] = await openTrackedRun(directory);
    diagnostics.push(...problems);
    if (!run) continue;
    for (const open of openers) {
      const [tracker, refused] = await open(run);
      diagnostics.push(...refused);
      if (!tracker) continue;
      const unsaid = await tracker.add(standingEvents(run.events));
      const unended = hasErrors(unsaid) ? [] : await tracker.close();
      diagnostics.push(...unsaid, ...unended);
      if (!hasErrors([...unsaid, ...unended])) places.push(tracker.place());
    }
  }
  return { places, diagnostics };
}
