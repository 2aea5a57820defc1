// Whether two run folders hold the same bytes, but for wall clock and what tells of a process.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Approval, parseStrictJson, type RunEvent } from '@allot/spec';
import { isReproducible } from '@allot/store';

const ownToEach = new Set(['run.json', 'lock', 'report.html']);

/** Paths that stand in one run only or differ; empty when the runs are equal. */
export function differingFiles(a: string, b: string): string[] {
  const [ofA, ofB] = [filesOf(a), filesOf(b)];
  const all = [...new Set([...ofA.keys(), ...ofB.keys()])].sort();
  return all.filter((name) => ofA.get(name) !== ofB.get(name));
}

function filesOf(run: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(run, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(run, file);
    if (ownToEach.has(name)) continue;
    const bytes = readFileSync(file);
    files.set(name, reproduciblePart(name, bytes));
  }
  return files;
}

function reproduciblePart(name: string, bytes: Buffer): string {
  if (name === 'events.jsonl') return reproducibleEvents(bytes);
  if (path.dirname(name) !== 'approvals') return bytes.toString('latin1');
  const read = parseStrictJson(bytes);
  if (!('value' in read)) return bytes.toString('latin1');
  // An approval names the run by its id, and says when.
  const { run: _, time: __, ...decision } = read.value as Approval;
  return JSON.stringify(decision);
}

function reproducibleEvents(bytes: Buffer): string {
  const events = bytes.toString('utf8').trimEnd().split('\n');
  return events
    .map((line) => JSON.parse(line) as RunEvent)
    .filter(isReproducible)
    .map((event) =>
      JSON.stringify(event, (key, value: unknown) =>
        key === 'time' || key.endsWith('Seconds') ? undefined : value,
      ),
    )
    .join('\n');
}
