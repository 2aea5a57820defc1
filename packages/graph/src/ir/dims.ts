// Dimensions: a number, or a symbolic size such as 'batch', 'time-1' or '4*batch' in one canonical spelling.

/** A size along one axis: known (a number) or symbolic (a polynomial with integer coefficients, printed canonically). */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** Monomial ('' for the constant, 'batch*time') to coefficient. */
type Polynomial = ReadonlyMap<string, number>;

export function addDims(left: Dim, right: Dim): Dim {
  return printDim(sum(parseDim(left), parseDim(right), 1));
}

export function subtractDims(left: Dim, right: Dim): Dim {
  return printDim(sum(parseDim(left), parseDim(right), -1));
}

export function multiplyDims(...dims: readonly Dim[]): Dim {
  return printDim(dims.map(parseDim).reduce(product, new Map([['', 1]])));
}

/** Number of elements of a tensor of this shape. */
export function countElements(shape: Shape): Dim {
  return multiplyDims(...shape);
}

export function equalShapes(left: Shape, right: Shape): boolean {
  return left.length === right.length && left.every((dim, axis) => dim === right[axis]);
}

/** The value of a dimension once its symbols are known. Throws when a symbol is not bound. */
export function bindDim(dim: Dim, sizes: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [monomial, coefficient] of parseDim(dim)) {
    total += coefficient * symbolsOf(monomial).reduce((value, name) => value * sizeOf(sizes, name), 1);
  }
  return total;
}

/** The terms of a dimension, for a backend that computes it while the graph runs. */
export function dimTerms(
  dim: Dim,
): readonly { readonly coefficient: number; readonly symbols: readonly string[] }[] {
  return [...parseDim(dim)].map(([monomial, coefficient]) => ({ coefficient, symbols: symbolsOf(monomial) }));
}

export function parseDim(dim: Dim): Polynomial {
  if (typeof dim === 'number') return new Map(dim === 0 ? [] : [['', dim]]);
  const terms = dim.split(/(?=[+-])/).map((term): [string, number] => {
    const factors = term.replace(/^[+-]/, '').split('*');
    const numbers = factors.filter((factor) => /^\d+$/.test(factor)).map(Number);
    const symbols = factors.filter((factor) => !/^\d+$/.test(factor));
    const sign = term.startsWith('-') ? -1 : 1;
    return [symbols.sort().join('*'), numbers.reduce((value, factor) => value * factor, sign)];
  });
  return terms.reduce<Polynomial>((total, term) => sum(total, new Map([term]), 1), new Map());
}

function printDim(polynomial: Polynomial): Dim {
  const terms = [...polynomial].filter(([, coefficient]) => coefficient !== 0);
  if (terms.every(([monomial]) => monomial === '')) return terms[0]?.[1] ?? 0;
  return terms
    .sort(([left], [right]) => symbolsOf(right).length - symbolsOf(left).length || (left < right ? -1 : 1))
    .map(([monomial, coefficient]) => {
      const size = Math.abs(coefficient);
      const text = monomial === '' ? `${size}` : size === 1 ? monomial : `${size}*${monomial}`;
      return `${coefficient < 0 ? '-' : '+'}${text}`;
    })
    .join('')
    .replace(/^\+/, '');
}

function sum(left: Polynomial, right: Polynomial, sign: number): Polynomial {
  const total = new Map(left);
  for (const [monomial, coefficient] of right) {
    total.set(monomial, (total.get(monomial) ?? 0) + sign * coefficient);
  }
  return total;
}

function product(left: Polynomial, right: Polynomial): Polynomial {
  let total: Polynomial = new Map();
  for (const [a, m] of left) {
    for (const [b, n] of right) {
      total = sum(total, new Map([[[...symbolsOf(a), ...symbolsOf(b)].sort().join('*'), m * n]]), 1);
    }
  }
  return total;
}

function symbolsOf(monomial: string): readonly string[] {
  return monomial === '' ? [] : monomial.split('*');
}

function sizeOf(sizes: ReadonlyMap<string, number>, name: string): number {
  const size = sizes.get(name);
  if (size === undefined) throw new Error(`the size '${name}' is not bound`);
  return size;
}
