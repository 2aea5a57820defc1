// The points of a scheduled number follow each other, inside the run.
import type { ScheduledShape } from '@allot/spec';
import { definedShapes, type PlacedShape } from '../shape/shape-parts.js';
import { defineRule, settings } from './rule.js';

const scaled = (schedule: string): string =>
  `reward: { scale: { template: hbpo }, by: { schedule: ${schedule} } }\n`;

export const schedulePoints = defineRule({
  kind: 'reinforcement',
  reads: ['reward', 'advantage', 'credit', 'steps'],
  catalog: {
    'shape/schedule-order': {
      severity: 'error',
      message: 'The point at {at} does not come after the one at {before}',
      help: 'List the points by ascending place, each place once.',
      why: 'A schedule goes from point to point; between two points at one place, or backwards, there is no value.',
      example: settings(scaled('[[0.5, 1], [0.2, 2]]')),
    },
    'shape/schedule-outside': {
      severity: 'error',
      message: 'The point at {at} lies outside the run, which goes from {least} to {most} {unit}',
      help: '{advice}',
      why: 'A point that the run never reaches would be ignored in silence. `progress` is the share of the run that is done, from 0 to 1; `step` counts training steps.',
      example: settings(scaled('[[0, 1], [50, 2]]')),
    },
    'shape/schedule-geometric': {
      severity: 'error',
      message: 'A geometric schedule cannot pass through {value}',
      help: 'Use values above 0, or another interpolation.',
      why: 'Geometric interpolation multiplies: from one value to the next by a constant factor a step. From 0, or through a change of sign, there is none.',
      example: settings(scaled('[[0, 0], [1, 2]], interpolation: geometric')),
    },
  },
  accepts: {
    'shape/schedule-order': scaled('[[0.2, 1], [0.5, 2]]'),
    'shape/schedule-outside': scaled('[[0, 1], [50, 2]], over: step'),
    'shape/schedule-geometric': scaled('[[0, 0.1], [1, 2]], interpolation: geometric'),
  },
  check({ steps, ...shapes }, { report }) {
    const parts = definedShapes(shapes);
    const schedules = parts.filter((part): part is PlacedShape<ScheduledShape> => 'schedule' in part.shape);
    for (const { at: path, shape } of schedules) {
      const { schedule, over = 'progress', interpolation = 'linear' } = shape;
      const [most, unit] = over === 'progress' ? [1, 'of progress'] : [steps, 'steps'];
      for (const [index, [at, value]] of schedule.entries()) {
        const place = [...path, 'schedule', index];
        const before = schedule[index - 1]?.[0];
        if (before !== undefined && at <= before) report(place, 'shape/schedule-order', { at, before });
        if (at < 0 || at > most) {
          const advice =
            over === 'progress' && at > 1
              ? 'Write `over: step` where steps are meant.'
              : 'Move the point into the run, or leave it out.';
          report(place, 'shape/schedule-outside', { at, least: 0, most, unit, advice });
        }
        if (interpolation === 'geometric' && value <= 0) report(place, 'shape/schedule-geometric', { value });
      }
    }
  },
});
