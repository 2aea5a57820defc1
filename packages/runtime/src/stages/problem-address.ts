// Numbers that name a problem in random addresses: its content, not its place in a batch.
import { sha256 } from '@allot/spec';

const known = new Map<string, number>();

/** 48 bits of the id's sha256. */
export function problemAddress(id: string): number {
  const before = known.get(id);
  if (before !== undefined) return before;
  const address = Number.parseInt(sha256(id).slice(0, 12), 16);
  known.set(id, address);
  return address;
}
