// The policies of a comparison, the base first, each under a name of its own.
import type { Phase } from '@allot/spec';
import { reportCompare } from './compare-catalog.js';
import type { EvaluatedPolicy } from './evaluated-policy.js';
import { loadPolicy } from './load-policy.js';
import { type PolicyPlace, parsePolicyPlace } from './policy-place.js';

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
  const loaded = await Promise.all(distinctNames(places).map(loadPolicy));
  const diagnostics = loaded.flatMap(([, found]) => found);
  const policies = loaded.flatMap(([policy]) => policy ?? []);
  return policies.length < loaded.length ? [undefined, diagnostics] : [policies, diagnostics];
}

/** The base first; the one among the policies that has its name or its places, or else one more. */
function withBase(places: readonly PolicyPlace[], base: PolicyPlace): PolicyPlace[] {
  const same = (place: PolicyPlace): boolean =>
    place.name === base.name || JSON.stringify(place.places) === JSON.stringify(base.places);
  return [places.find(same) ?? base, ...places.filter((place) => !same(place))];
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
