// The places of a policy with the step of a run that is not evaluated at its end: what is compared then is not what the run ends with.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openRunDirectory } from '@allot/store';
import { type EvaluationPlace, nameOfPlace, type PolicyPlace } from './policy-place.js';

/** A name that was given stays. Reports nothing: whoever loads the policy does. */
export async function settlePlaces({ name, named, places }: PolicyPlace): Promise<PolicyPlace> {
  const settled = await Promise.all(places.map(settlePlace));
  return { name: named ? name : nameOfPlace(settled[0] as EvaluationPlace), named, places: settled };
}

async function settlePlace(place: EvaluationPlace): Promise<EvaluationPlace> {
  if (place.step !== undefined || !existsSync(join(place.folder, 'run.json'))) return place;
  const [last] = (await evaluatedSteps(place.folder)).slice(-1);
  const [run] = await openRunDirectory(place.folder);
  return last === undefined || run === undefined || last >= run.plan.settings.steps
    ? place
    : { ...place, step: last };
}

/** Steps of the run that have an evaluation, the first one first. */
export async function evaluatedSteps(folder: string): Promise<readonly number[]> {
  const names: readonly string[] = await readdir(join(folder, 'evaluations')).catch(() => []);
  return names
    .filter((name) => /^\d{6,}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}
