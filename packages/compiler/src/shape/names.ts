// The names of an expression: no two of its intermediates, constants and fields are called the same.
import { shapeFields, tokenFields } from '@allot/spec';
import type { ts } from 'ts-morph';

export class Names {
  readonly #taken = new Set<string>([...shapeFields, ...tokenFields, 'pi']);
  readonly #constants = new Map<ts.Node, string>();

  /** The name itself, or with a number behind it when it is taken. */
  claim(name: string): string {
    let free = name;
    for (let number = 2; this.#taken.has(free); number++) free = `${name}${number}`;
    this.#taken.add(free);
    return free;
  }

  /** The name of a constant: the same wherever it is used. */
  ofConstant(declared: ts.Node, name: string): string {
    const known = this.#constants.get(declared) ?? this.claim(name);
    this.#constants.set(declared, known);
    return known;
  }
}
