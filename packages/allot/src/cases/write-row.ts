// A row with more members: the text as it was read, what is new at its end, what is known already in its place.
import { locateJson } from '@allot/tasks';

/** `text` is a JSON object; `members` are names and JSON texts. Numbers, order and spaces of the rest stay as they are. */
export function withMembers(
  text: string,
  members: readonly (readonly [name: string, json: string])[],
): string {
  let row = text.trim();
  const added: string[] = [];
  const [between, after] = /[:,]\s/.test(row) ? [', ', ': '] : [',', ':'];
  for (const [name, json] of members) {
    const key = JSON.stringify(name);
    const place = row.includes(key) ? locateJson(row).values.get(name) : undefined;
    if (place) row = `${row.slice(0, place[0])}${json}${row.slice(place[1])}`;
    else added.push(`${key}${after}${json}`);
  }
  if (added.length === 0) return row;
  const inside = row.slice(0, -1).trimEnd();
  return `${inside}${inside === '{' ? '' : between}${added.join(between)}}`;
}
