// Names in the emitted code: as in the shape, in snake_case, each used once.

// biome-ignore format: a list of words
const reserved = [
  'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except',
  'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass',
  'raise', 'return', 'try', 'while', 'with', 'yield', 'bool', 'float', 'int', 'len', 'np',
];

/** `lMax` becomes `l_max`, `hbpo-released` becomes `hbpo_released`; a keyword gets an underscore. */
export function snakeCase(name: string): string {
  const words = name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{XIDC}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  if (words === '') return 'value';
  if (!/^\p{XIDS}/u.test(words)) return `value_${words}`;
  return reserved.includes(words) ? `${words}_` : words;
}

/** Gives out names that nothing else has: a second `mean` is `mean_2`. */
export interface Names {
  readonly take: (name: string) => string;
}

export function createNames(taken: readonly string[]): Names {
  const all = new Set(taken);
  return {
    take(name) {
      const base = snakeCase(name);
      let free = base;
      for (let count = 2; all.has(free); count++) free = `${base}_${count}`;
      all.add(free);
      return free;
    },
  };
}
