// The policies of a comparison, the base first, each under a name of its own.
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic, Phase } from '@allot/spec';
import { reportCompare } from './compare-catalog.js';
import type { EvaluatedPolicy } from './evaluated-policy.js';
import { loadPolicy } from './load-policy.js';
import { type PolicyPlace, parsePolicyPlace } from './policy-place.js';
import { settlePlaces } from './settle-place.js';

/** `words` as on a command line; `against` is the base, among them or not. Diagnostics: `compare/*`, and the store's. */
export async function loadPolicies(
  words: readonly string[],
  against: string | undefined,
): Promise<Phase<readonly EvaluatedPolicy[]>> {
  const given = words.map(parsePolicyPlace);
  const places = against === undefined ? given : withBase(given, parsePolicyPlace(against));
  const [only] = places;
  if (only !== undefined && places.length < 2)
    return [undefined, [reportCompare('compare/one-policy', { policy: only.name })]];
  const twice = nameGivenTwice(places);
  if (twice !== undefined) return [undefined, [reportCompare('compare/same-name', { name: twice })]];
  const settled = await Promise.all(places.map(settlePlaces));
  const loaded = await Promise.all(distinctNames(settled).map(loadPolicy));
  const diagnostics = loaded.flatMap(([, found]) => found);
  const policies = loaded.flatMap(([policy]) => policy ?? []);
  if (policies.length < loaded.length) return [undefined, diagnostics];
  const same = await namedTwice(policies);
  return same === undefined ? [policies, diagnostics] : [undefined, [...diagnostics, same]];
}

/** The base first; the one among the policies that has its places, else its name, or else one more. */
function withBase(places: readonly PolicyPlace[], base: PolicyPlace): PolicyPlace[] {
  const found =
    places.find((place) => keyOf(place) === keyOf(base)) ?? places.find(({ name }) => name === base.name);
  return [found ?? base, ...places.filter((place) => place !== found)];
}

const keyOf = ({ places }: PolicyPlace): string =>
  JSON.stringify(places.map((place) => ({ ...place, folder: resolve(place.folder) })));

/** Told where two policies have an evaluation in common, however its folder was written. */
async function namedTwice(policies: readonly EvaluatedPolicy[]): Promise<Diagnostic | undefined> {
  const owners = new Map<string, string>();
  for (const { name: second, evaluations } of policies)
    for (const { place, mode } of evaluations) {
      const key = `${await realpath(place).catch(() => place)}:${mode}`;
      const first = owners.get(key) ?? second;
      if (first !== second) return reportCompare('compare/same-policy', { first, second, mode, place });
      owners.set(key, first);
    }
  return undefined;
}

/** A name that was given to two policies. */
function nameGivenTwice(places: readonly PolicyPlace[]): string | undefined {
  const names = places.flatMap(({ name, named }) => (named ? [name] : []));
  return names.find((name, index) => names.indexOf(name) < index);
}

/** Policies called alike after their places are told apart by their number. */
const distinctNames = (places: readonly PolicyPlace[]): PolicyPlace[] =>
  places.map((place, index) => {
    const alike = places.filter(({ name }) => name === place.name).length;
    return alike === 1 ? place : { ...place, name: `${place.name} (${index + 1})` };
  });
