// What `allot rewards --json`, `allot advantages --json` and `allot credits --json` print.

export interface TemplatesDocument {
  readonly format: 1;
  readonly templates: readonly ListedTemplate[];
}

export interface ListedTemplate {
  readonly name: string;
  readonly kind: 'reward' | 'advantage' | 'credit';
  readonly title: string;
  /** Paper and equation. */
  readonly source: string;
}
