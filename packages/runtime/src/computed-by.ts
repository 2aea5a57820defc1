// What computes a run, and whether it is what has computed it before: else its last bits may differ.
import type { Diagnostic, Numerics, RunEvent } from '@allot/spec';
import { report } from './catalog.js';
import type { Session } from './session.js';

interface ComputedBy {
  readonly engine: string;
  readonly device: string;
  readonly numerics?: Numerics;
}

export function computedBy({ plan, engine: { numerics } }: Session): ComputedBy {
  const { name: engine, device } = plan.engine;
  return { engine, device, ...(numerics && { numerics }) };
}

/** A warning where a log says that something else has computed what is in it. */
export function otherBits(events: readonly RunEvent[], now: ComputedBy): readonly Diagnostic[] {
  const before = lastComputedBy(events);
  const changes = before === undefined ? [] : changesFrom(before, now);
  if (changes.length === 0) return [];
  const what = changes.map(({ name, was, is }) => `${name} (${is}, not ${was})`).join(', ');
  const place = changes.map(({ name, was }) => `${name} ${was}`).join(', ');
  return [report('run/other-bits', { what, before: place })];
}

function lastComputedBy(events: readonly RunEvent[]): ComputedBy | undefined {
  for (const event of [...events].reverse()) {
    if (event.type === 'run-started') return event;
    if (event.type !== 'run-resumed') continue;
    const { engine, device, numerics } = event;
    if (engine !== undefined && device !== undefined)
      return { engine, device, ...(numerics && { numerics }) };
  }
  return undefined;
}

interface Change {
  readonly name: string;
  readonly was: string;
  readonly is: string;
}

/** Another engine or device says it all; what only one of the two tells is no change. */
function changesFrom(before: ComputedBy, now: ComputedBy): readonly Change[] {
  const places = [
    { name: 'engine', was: before.engine, is: now.engine },
    { name: 'device', was: before.device, is: now.device },
  ].filter(({ was, is }) => was !== is);
  if (places.length > 0) return places;
  return Object.entries(before.numerics ?? {}).flatMap(([name, was]) => {
    const is = now.numerics?.[name];
    return is === undefined || is === was ? [] : [{ name, was, is }];
  });
}
