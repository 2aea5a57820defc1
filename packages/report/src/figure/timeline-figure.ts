// The time line of a run as a figure.
import { drawTimeline } from '../chart/draw-timeline.js';
import type { RunRecord } from '../run/run-record.js';
import type { RunSummary } from '../summary/run-summary.js';
import { type TimelineLane, timelineOf } from '../summary/run-timeline.js';
import { drawLayouts, type Figure } from './figure.js';

/** Undefined before anything has happened. */
export function timelineFigure({ events }: RunRecord, { steps }: RunSummary, id: string): Figure | undefined {
  const lanes = timelineOf(events);
  if (lanes.length === 0) return undefined;
  const label = `Time line. ${lanes.map(laneText).join('; ')}.`;
  const last = Math.max(steps.planned, ...events.map(({ step }) => step));
  const drawings = drawLayouts('wide', id, (place) => drawTimeline({ ...place, label, lanes, steps: last }));
  if (drawings === undefined) return undefined;
  return {
    title: 'What happened around the steps',
    caption:
      'A sitting is the work of one process; circles are what went as planned, triangles want a look, diamonds stopped the run or sent it back.',
    drawings,
    legend: [],
    size: 'wide',
  };
}

function laneText({ name, spans, marks }: TimelineLane): string {
  const count = name === 'sittings' ? spans.length : marks.length;
  const worst = (['bad', 'warning'] as const).flatMap((kind) => {
    const steps = marks.filter((mark) => mark.kind === kind).map(({ step }) => step);
    return steps.length > 0
      ? [`${kind === 'bad' ? 'stopped or went back' : 'to look at'} at step ${steps.join(', ')}`]
      : [];
  });
  return [`${count} ${name}`, ...worst].join(', ');
}
