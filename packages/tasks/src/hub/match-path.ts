// Patterns of paths in a repository: `*` stands for any part of a name, not for a slash.

export function matchesPath(path: string, pattern: string): boolean {
  const [names, wanted] = [path.split('/'), pattern.split('/')];
  return (
    names.length === wanted.length && wanted.every((part, index) => matchesName(names[index] ?? '', part))
  );
}

/** The parts between stars, each at its first place behind the one before: no way back, so no pattern takes long. */
function matchesName(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
