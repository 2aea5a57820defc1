// What `allot rewards --json` and `allot advantages --json` print.

export interface TemplatesDocument {
  readonly format: 1;
  readonly templates: readonly ListedTemplate[];
}

export interface ListedTemplate {
  readonly name: string;
  readonly kind: 'reward' | 'advantage';
  readonly title: string;
  /** Paper and equation. */
  readonly source: string;
}
