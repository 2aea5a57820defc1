// A member of a row that looks like a slip for a field: `token`, `lmax`, `answer_tokens`.
import { shapeFields } from '@allot/spec';
import { editDistance } from '../cli/nearest.js';

/** Members that mean something in a row of cases. */
export const caseMembers: readonly string[] = [
  ...shapeFields,
  'group',
  'problem',
  'response',
  'signals',
  'tokenSignals',
  'state',
];

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

const found = new Map<string, string | undefined>();

/** The field that a name probably stands for; undefined for fields themselves and for names of their own. */
export function nearMiss(name: string): string | undefined {
  if (!found.has(name)) found.set(name, find(name));
  return found.get(name);
}

function find(name: string): string | undefined {
  if (caseMembers.includes(name)) return undefined;
  const bare = plain(name);
  return (
    caseMembers.find((member) => plain(member) === bare) ??
    caseMembers.find((member) => isSlip(bare, plain(member)))
  );
}

/** One letter too many, missing or other, or two neighbours swapped; in long names two such. */
function isSlip(name: string, member: string): boolean {
  if (Math.min(name.length, member.length) < 4) return false;
  const distance = editDistance(name, member);
  return distance <= (member.length > 8 ? 2 : 1) || (distance === 2 && isSwap(name, member));
}

function isSwap(name: string, member: string): boolean {
  if (name.length !== member.length) return false;
  const at = Array.from(name).findIndex((letter, place) => letter !== member[place]);
  return (
    name[at] === member[at + 1] && name[at + 1] === member[at] && name.slice(at + 2) === member.slice(at + 2)
  );
}
