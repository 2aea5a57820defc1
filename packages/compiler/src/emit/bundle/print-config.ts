// Prints configuration entries as YAML, each with its origin as a comment.
import type { ConfigEntry, ConfigValue } from './config-entry.js';

interface Branch {
  readonly members: Map<string, Branch | ConfigEntry>;
}

/** Keys stand in the order in which they were given, groups where their first key stood. */
export function printConfig(entries: readonly ConfigEntry[]): string {
  const root: Branch = { members: new Map() };
  for (const entry of entries) place(root, entry.key.split('.'), entry);
  return `${printBranch(root, 0).join('\n')}\n`;
}

function place(branch: Branch, [name, ...rest]: readonly string[], entry: ConfigEntry): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    branch.members.set(name, entry);
    return;
  }
  const known = branch.members.get(name);
  const next: Branch = known && 'members' in known ? known : { members: new Map() };
  branch.members.set(name, next);
  place(next, rest, entry);
}

function printBranch({ members }: Branch, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return [...members].flatMap(([name, member]) =>
    'members' in member
      ? [`${indent}${name}:`, ...printBranch(member, depth + 1)]
      : [`${indent}${name}: ${printValue(member.value)}  # ${oneLine(member.origin)}`],
  );
}

/** A comment ends with its line, whatever a file is called. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** JSON is YAML; numbers keep a point before their exponent, without which YAML 1.1 reads them as text. */
function printValue(value: ConfigValue): string {
  if (typeof value === 'number') return printNumber(value);
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${printValue(member)}`);
    return `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
}

function printNumber(value: number): string {
  const text = String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}
