// Rows that are no problems and are left out where the definition says so: counts by reason, and the first few places.
import type { Diagnostic, RelatedSpan } from '@allot/spec';
import { report } from '../catalog.js';

const mostPlaces = 5;

export class SkippedRows {
  readonly #reasons = new Map<string, number>();
  readonly #places: RelatedSpan[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(mistakes: readonly Diagnostic[]): void {
    const [first] = mistakes;
    if (!first) return;
    this.#count++;
    this.#reasons.set(first.code, (this.#reasons.get(first.code) ?? 0) + 1);
    if (first.span && this.#places.length < mostPlaces)
      this.#places.push({ span: first.span, message: first.message });
  }

  /** One warning for all of them; none where there are none. */
  diagnostics(dataset: string, rows: number): readonly Diagnostic[] {
    if (this.#count === 0) return [];
    const reasons = [...this.#reasons].map(([code, count]) => `${count} ${code}`).join(', ');
    const related = this.#places;
    return [
      report('dataset/skipped-rows', { count: this.#count, rows, file: dataset, reasons }, { related }),
    ];
  }
}
