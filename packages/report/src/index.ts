// Statistics, tables, charts, HTML: a run folder in, what people read out.

export { shapeScale } from './chart/draw-shape.js';
export { comparePolicies } from './compare/compare-policies.js';
export type * from './compare/comparison-document.js';
export type { ConditionName } from './compare/evaluated-policy.js';
export { loadPolicies } from './compare/load-policies.js';
export { renderComparison } from './html/render-comparison.js';
export { renderReport } from './html/render-report.js';
export type { LogRow } from './monitor/log-row.js';
export { reportMonitor } from './monitor/monitor-catalog.js';
export type * from './monitor/monitor-document.js';
export { type OpenedMonitor, openMonitor } from './monitor/open-monitor.js';
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
export { printComparison } from './table/print-comparison.js';
export { printMonitor } from './table/print-monitor.js';
export { type PrintOptions, printSummary } from './table/print-summary.js';
