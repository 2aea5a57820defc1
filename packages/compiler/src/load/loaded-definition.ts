// A definition after loading: plain data, and where each value of it was written.
import type { LoweredShape } from '../shape/lowered-shape.js';
import type { SpanTable } from './spans.js';

export interface LoadedDefinition {
  /** Absolute path of the definition file. */
  readonly file: string;
  /** Plain data: objects, arrays, strings, numbers, booleans, null. Not checked yet. */
  readonly value: unknown;
  readonly spans: SpanTable;
  /** Shapes that are written as functions, by name; empty when the definition uses none. */
  readonly shapes: ReadonlyMap<string, LoweredShape>;
}
