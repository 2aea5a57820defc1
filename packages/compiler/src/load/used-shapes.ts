// Which shapes of its own a definition uses.

/** Names of the shapes that a definition refers to: its members `{ shape: name }`, anywhere. */
export function usedShapes(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (current: unknown): void => {
    if (typeof current !== 'object' || current === null) return;
    if ('shape' in current && typeof current.shape === 'string') names.add(current.shape);
    for (const member of Object.values(current)) visit(member);
  };
  visit(value);
  return names;
}
