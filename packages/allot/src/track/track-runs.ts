// Hands whole runs to tracking tools, each run to each tool.
import { type Diagnostic, hasErrors } from '@allot/spec';
import { openTrackedRun } from './tracked-run.js';
import { type TrackingPlaces, trackerOpeners } from './tracking-places.js';

/** Answers what stood in the way, and where each run went. */
export async function trackRuns(
  directories: readonly string[],
  places: TrackingPlaces,
): Promise<{ readonly places: readonly string[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { standingEvents } = await import('@allot/report');
  const written: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const directory of directories) {
    const [run, problems] = await openTrackedRun(directory);
    diagnostics.push(...problems);
    if (!run) continue;
    for (const open of trackerOpeners(places)) {
      const [tracker, refused] = await open(run);
      const unsaid = tracker ? await tracker.add(standingEvents(run.events)) : [];
      const left = tracker ? await tracker.close() : [];
      const found = [...refused, ...unsaid, ...left];
      diagnostics.push(...found);
      if (tracker && !hasErrors(found)) written.push(tracker.place);
    }
  }
  return { places: written, diagnostics };
}
