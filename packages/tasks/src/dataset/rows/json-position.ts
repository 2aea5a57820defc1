// Where things stand in one line of JSON: columns of a top-level object's values, or of the first mistake.

export interface JsonLayout {
  /** Offsets [start, end) of each value of the top-level object, by key; the last of equal keys. */
  readonly values: ReadonlyMap<string, readonly [number, number]>;
  readonly mistake?: { readonly offset: number; readonly expected: string };
}

/** Scans one JSON object. Offsets are UTF-16 code units from the beginning of the text. */
export function locateJson(text: string): JsonLayout {
  const values = new Map<string, readonly [number, number]>();
  const scanner = new Scanner(text);
  try {
    scanner.object((key, start, end) => values.set(key, [start, end]));
    scanner.end();
    return { values };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { values, mistake: { offset: error.offset, expected: error.message } };
  }
}

class Mistake extends Error {
  readonly offset: number;
  constructor(offset: number, expected: string) {
    super(expected);
    this.offset = offset;
  }
}

const deepest = 200;

class Scanner {
  readonly #text: string;
  #place = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  object(onValue?: (key: string, start: number, end: number) => void): void {
    this.#open('{', 'a { that begins an object');
    if (this.#close('}')) return;
    do {
      const key = this.#string('a key in double quotes');
      this.#expect(':', 'a colon after the key');
      this.#space();
      const start = this.#place;
      this.#value();
      onValue?.(key, start, this.#place);
    } while (this.#take(','));
    if (!this.#close('}')) throw new Mistake(this.#place, 'a comma or }');
  }

  end(): void {
    this.#space();
    if (this.#place < this.#text.length)
      throw new Mistake(this.#place, 'the end of the line after the object');
  }

  #value(): void {
    this.#space();
    const first = this.#text[this.#place];
    if (first === '{') this.object();
    else if (first === '[') this.#array();
    else if (first === '"') this.#string('text');
    else this.#match(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y, 'a value');
  }

  #array(): void {
    this.#open('[', 'a list');
    if (this.#close(']')) return;
    do this.#value();
    while (this.#take(','));
    if (!this.#close(']')) throw new Mistake(this.#place, 'a comma or ]');
  }

  /** By hand: a regular expression would run out of stack on text of many megabytes. */
  #string(expected: string): string {
    this.#space();
    const start = this.#place;
    if (this.#text[start] !== '"') throw new Mistake(start, expected);
    for (this.#place++; this.#text[this.#place] !== '"'; ) {
      const code = this.#text.charCodeAt(this.#place);
      if (Number.isNaN(code)) throw new Mistake(start, `${expected} that ends in a quote`);
      if (code < 0x20) throw new Mistake(this.#place, 'no control character');
      if (code === 0x5c)
        this.#match(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y, 'an escape such as \\n or \\u00e9');
      else this.#place++;
    }
    this.#place++;
    return JSON.parse(this.#text.slice(start, this.#place));
  }

  #match(pattern: RegExp, expected: string): string {
    pattern.lastIndex = this.#place;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new Mistake(this.#place, expected);
    this.#place += found.length;
    return found;
  }

  #open(bracket: string, expected: string): void {
    this.#expect(bracket, expected);
    if (++this.#depth > deepest) throw new Mistake(this.#place, `less than ${deepest} levels of nesting`);
  }

  #close(bracket: string): boolean {
    const closes = this.#take(bracket);
    if (closes) this.#depth--;
    return closes;
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#place] !== character) return false;
    this.#place++;
    return true;
  }

  #expect(character: string, expected: string): void {
    if (!this.#take(character)) throw new Mistake(this.#place, expected);
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text[this.#place] ?? 'x')) this.#place++;
  }
}
