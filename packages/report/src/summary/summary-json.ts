// The summary as JSON text; its schema is schemas/summary.schema.json.
import type { RunSummary } from './run-summary.js';

export const summaryJson = (summary: RunSummary): string => `${JSON.stringify(summary, undefined, 2)}\n`;
