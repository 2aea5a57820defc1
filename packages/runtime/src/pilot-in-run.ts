// The pilot of a run: taken from where it was run before, or run before training.
import {
  type Pilot,
  type Plan,
  pilotAssumptions,
  predictTiers,
  type ResolvedReinforcement,
} from '@allot/spec';
import { copyPilot, readPilot, writePilot } from '@allot/store';
import { report } from './catalog.js';
import { expectValue, RunFailure } from './run-failure.js';
import type { Session } from './session.js';
import { pilotStage } from './stages/pilot.js';

interface Piloted {
  readonly settings: ResolvedReinforcement & Required<Pick<ResolvedReinforcement, 'pilot'>>;
  readonly key: string;
}

/** What a plan with a pilot says of it; undefined for a plan without one. */
export function pilotedBy({ settings, pilot }: Plan): Piloted | undefined {
  if (settings.kind === 'supervised' || !settings.pilot || !pilot) return undefined;
  return { settings: { ...settings, pilot: settings.pilot }, key: pilot.key };
}

/** Puts a pilot that was run before into a run's folder. Throws a RunFailure where there is none, or it is another plan's. */
export async function takePilot(plan: Plan, from: string, run: string): Promise<void> {
  const piloted = pilotedBy(plan);
  if (!piloted) return;
  const pilot = expectValue(await readPilot(from));
  if (pilot?.key !== piloted.key) throw new RunFailure([report('pilot/other', { folder: from })]);
  await copyPilot(from, run, withPredictions(pilot, piloted.settings));
}

/** Runs the pilot in a run's folder, unless it is there. */
export async function pilotInRun(session: Session, { again = false } = {}): Promise<void> {
  const { plan, run, experiment, engine, progress, signal } = session;
  const piloted = pilotedBy(plan);
  if (!piloted) return;
  const { settings, key } = piloted;
  if (!again && expectValue(await readPilot(run))) return;
  const { problems, rollouts } = settings.pilot;
  const { pilot, rows } = await pilotStage(experiment, settings, key, engine, {
    onProgress: progress.begin('pilot', 0, { rollouts: problems * rollouts }),
    ...(signal ? { signal } : {}),
  });
  await writePilot(run, withPredictions(pilot, settings), rows);
}

const withPredictions = (pilot: Pilot, { tiers }: ResolvedReinforcement): Pilot => ({
  ...pilot,
  tiers: predictTiers(
    pilot,
    tiers.map(({ budget }) => budget),
  ),
  assumptions: pilotAssumptions,
});
