// events.jsonl: one event a line, appended; only the last line may be torn.
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, truncateSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Diagnostic, Phase, RunEvent } from '@allot/spec';
import { report } from './catalog.js';
import { fileDiagnostic } from './file-errors.js';
import { namingFile, readIfPresent } from './files.js';

/** Events that a resumed run repeats as they were, but for times; the others tell of this process alone. */
export const isReproducible = ({ type }: RunEvent): boolean =>
  type === 'plan-changed' ||
  type === 'step-completed' ||
  type === 'evaluation-completed' ||
  type === 'checkpoint-written' ||
  type === 'guard-fired' ||
  type === 'gate-passed';

/** A hash of the reproducible events among those added, but for their times: equal for equal runs. */
export function eventDigest(): { add(event: RunEvent): void; hex(): string } {
  const hash = createHash('sha256');
  return {
    add: (event) => {
      if (isReproducible(event)) hash.update(`${JSON.stringify(event, withoutClock)}\n`);
    },
    hex: () => hash.copy().digest('hex'),
  };
}

/** The `eventDigest` of a list. */
export function digestEvents(events: readonly RunEvent[]): string {
  const digest = eventDigest();
  for (const event of events) digest.add(event);
  return digest.hex();
}

const withoutClock = (key: string, value: unknown): unknown =>
  key === 'time' || key.endsWith('Seconds') ? undefined : value;

export interface EventLog {
  /** Appends one event; it is durable after the next `sync`. */
  append(event: RunEvent): void;
  sync(): void;
  close(): void;
}

/** Opens the log for appending. File system errors are thrown. */
export function openEventLog(file: string): EventLog {
  const handle = openSync(file, 'a');
  return {
    append(event) {
      try {
        writeSync(handle, `${JSON.stringify(event)}\n`);
      } catch (error) {
        throw namingFile(error, file);
      }
    },
    sync: () => fsyncSync(handle),
    close: () => closeSync(handle),
  };
}

/** All events of a log; a torn last line is left out silently, any other malformed line with a warning. */
export async function readEvents(file: string): Promise<Phase<RunEvent[]>> {
  try {
    const { events, diagnostics } = parseEvents(file, await readFile(file));
    return [events.map(({ event }) => event), diagnostics];
  } catch (error) {
    const diagnostic = fileDiagnostic(error, 'read', file);
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}

/**
 * Cuts the log back to its first `count` reproducible events and the lifecycle events right after them;
 * what was written later, a torn line included, is replaced by what the resumed run does. Returns what is left.
 */
export async function truncateEvents(file: string, count: number): Promise<RunEvent[]> {
  const bytes = await readIfPresent(file);
  if (!bytes) return [];
  const { events } = parseEvents(file, bytes);
  const kept: RunEvent[] = [];
  let end = 0;
  let reproducible = 0;
  for (const { event, endByte } of events) {
    if (isReproducible(event) && ++reproducible > count) break;
    kept.push(event);
    end = endByte;
  }
  if (end < bytes.length) truncateSync(file, end);
  return kept;
}

interface PlacedEvent {
  readonly event: RunEvent;
  /** One past the event's newline. */
  readonly endByte: number;
}

/** Whole lines of a log, with where each ends. */
export function parseEvents(
  file: string,
  bytes: Buffer,
): { events: PlacedEvent[]; diagnostics: Diagnostic[] } {
  const events: PlacedEvent[] = [];
  const diagnostics: Diagnostic[] = [];
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    if (newline === -1) break;
    line++;
    const event = parseEvent(bytes.toString('utf8', start, newline));
    if (event) events.push({ event, endByte: newline + 1 });
    else diagnostics.push(report('events/malformed-line', { file, line }));
    start = newline + 1;
  }
  return { events, diagnostics };
}

function parseEvent(text: string): RunEvent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isEvent =
      typeof value === 'object' &&
      value !== null &&
      'type' in value &&
      typeof value.type === 'string' &&
      'step' in value &&
      typeof value.step === 'number';
    return isEvent ? (value as RunEvent) : undefined;
  } catch {
    return undefined;
  }
}
