// Dense tensors in float64, the values of the reference interpreter.

export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major. Booleans are 0 and 1. */
  readonly data: Float64Array;
}

export function createTensor(
  shape: readonly number[],
  valueAt: (index: readonly number[]) => number,
): Tensor {
  const data = new Float64Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let flat = 0; flat < data.length; flat++) {
    data[flat] = valueAt(index);
    advance(index, shape);
  }
  return { shape, data };
}

/** The element at an index, where missing leading axes and axes of size 1 repeat (broadcasting). */
export function elementAt({ shape, data }: Tensor, index: readonly number[]): number {
  const skipped = index.length - shape.length;
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis] ?? 1;
    flat = flat * size + (size === 1 ? 0 : (index[skipped + axis] ?? 0));
  }
  return data[flat] ?? Number.NaN;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

export function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[], flat: number) => void,
): void {
  const index = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    visit(index, flat);
    advance(index, shape);
  }
}

/** Row-major position of an index. */
export function flatIndex(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((flat, size, axis) => flat * size + (index[axis] ?? 0), 0);
}

function advance(index: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = (index[axis] ?? 0) + 1;
    if ((index[axis] ?? 0) < (shape[axis] ?? 0)) return;
    index[axis] = 0;
  }
}
