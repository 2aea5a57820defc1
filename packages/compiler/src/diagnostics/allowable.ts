// Findings that a definition may allow: what the analysis says of shapes, and problems that datasets share.
import { analysisCatalog } from '../analysis/catalog-analysis.js';

export const allowableCodes: ReadonlySet<string> = new Set([
  ...Object.keys(analysisCatalog),
  'dataset/overlap',
]);
