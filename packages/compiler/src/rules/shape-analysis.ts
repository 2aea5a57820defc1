// What the reward and the advantage pay for, and where they, the credit and the cut break, as they are in the first step.
import { shape } from '@allot/spec';
import { analyzeAdvantage, analyzeReward, analyzeShape } from '../analysis/analyze-shape.js';
import { atFirst, lasting } from '../analysis/at-first.js';
import { analysisAccepts, analysisCatalog } from '../analysis/catalog-analysis.js';
import type { ShapeFinding } from '../analysis/finding.js';
import { wordsOf } from '../analysis/findings-to-diagnostics.js';
import { idleParameters } from '../analysis/idle-parameters.js';
import type { Path } from '../path.js';
import { analysisContext } from './analysis-context.js';
import { defineRule } from './rule.js';

export const shapeAnalysis = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'response', 'steps', 'reward', 'advantage', 'credit', 'cut', 'signals'],
  catalog: analysisCatalog,
  accepts: analysisAccepts,
  check(definition, { report, host: { templates }, facts: { shapes } }) {
    const context = analysisContext(definition);
    const { cells, reward, advantage } = shapes;
    if (!context) return;
    const tell = (at: Path, findings: readonly ShapeFinding[]): void => {
      for (const finding of findings) {
        const place = finding.code === 'shape/budget-unread' ? ['tiers'] : at;
        report(place, finding.code, wordsOf(finding) as never, { severity: finding.severity });
      }
    };
    if (shapes.cut) {
      const [to, when] = [atFirst(shapes.cut.to, cells), atFirst(shapes.cut.when, cells)];
      const found = analyzeShape({ kind: 'cut', to, when, atLeast: shapes.cut.atLeast }, context);
      tell(['cut', 'to'], lasting(shape.binary(shapes.cut.when, '&&', shapes.cut.to), found));
    }
    if (!reward) return;
    const paid = atFirst(reward.expression, cells);
    const found = lasting(reward.expression, analyzeReward(paid, context));
    tell(['reward'], found);
    for (const parameter of idleParameters(definition.reward, templates.rewards))
      tell(['reward', 'parameters', parameter], [idle(parameter)]);
    if (!advantage) return;
    for (const parameter of idleParameters(definition.advantage, templates.advantages))
      tell(['advantage', 'parameters', parameter], [idle(parameter)]);
    if (found.some(isBroken)) return;
    const weighed = atFirst(advantage.expression, cells);
    const weak = lasting(advantage.expression, analyzeAdvantage(paid, weighed, context));
    tell(['advantage'], weak);
    if (weak.some(isBroken)) return;
    for (const [index, stage] of (shapes.credit ?? []).entries())
      for (const member of ['multiply', 'add'] as const) {
        const given = stage[member];
        if (!given || given.kind === 'number') continue;
        const expression = atFirst(given, cells);
        const credit = { kind: 'credit', expression, reward: paid, advantage: weighed } as const;
        tell(['credit', index, member], lasting(given, analyzeShape(credit, context)));
      }
  },
});

const idle = (parameter: string): ShapeFinding => ({
  code: 'shape/parameter-without-effect',
  severity: 'warning',
  settled: { how: 'exact', by: 'its form' },
  parameter,
});

/** Not every reward is a finite number. */
const isBroken = ({ code, severity }: ShapeFinding): boolean =>
  severity === 'error' && (code === 'shape/not-a-number' || code === 'shape/divides-by-zero');
