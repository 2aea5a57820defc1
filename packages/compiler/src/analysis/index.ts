// Analysis of shapes at compile time.
export { type AnalysedShape, analyzeAdvantage, analyzeReward, analyzeShape } from './analyze-shape.js';
export { atFirst, lasting } from './at-first.js';
export { type AnalysedTier, type AnalysisContext, paperContext } from './context.js';
export type { Crossing, Settled, ShapeCode, ShapeFinding } from './finding.js';
export { findingsToDiagnostics } from './findings-to-diagnostics.js';
