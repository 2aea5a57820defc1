// Statistics, tables, charts, HTML: a run folder in, what people read out.

export { shapeScale } from './chart/draw-shape.js';
export { renderReport } from './html/render-report.js';
export { loadRun } from './run/load-run.js';
export { reportCatalog } from './run/report-catalog.js';
export type * from './run/run-record.js';
export { wellFormedEvents } from './run/well-formed-events.js';
export type { Crossing } from './shape/crossings.js';
export * from './shape/shape-curves.js';
export type { ShapeSetting } from './shape/shape-setting.js';
export { shapeSvg } from './shape/shape-svg.js';
export type * from './summary/run-summary.js';
export { summarizeRun } from './summary/summarize-run.js';
export { summaryJson } from './summary/summary-json.js';
export { type Verdict, verdictOf } from './summary/verdict.js';
export { wrapText } from './table/align.js';
export { type PrintOptions, printSummary } from './table/print-summary.js';
