// What happened around the training steps, by kind: when somebody worked on the run, what was measured, kept, found, decided, and what broke.
import type { RunEvent } from '@allot/spec';

export interface TimelineLane {
  readonly name: string;
  readonly spans: readonly TimelineSpan[];
  readonly marks: readonly TimelineMark[];
}

/** Training steps; `back`: from the later to the earlier. */
export interface TimelineSpan {
  readonly from: number;
  readonly to: number;
  readonly back?: boolean;
}

export interface TimelineMark {
  readonly step: number;
  readonly kind: 'plain' | 'good' | 'warning' | 'bad';
}

/** Lanes in which something happened. */
export function timelineOf(events: readonly RunEvent[]): readonly TimelineLane[] {
  const lanes: readonly TimelineLane[] = [
    { name: 'sittings', spans: sittingsOf(events), marks: marksOf(events, sittingMark) },
    {
      name: 'evaluations',
      spans: [],
      marks: marksOf(events, ({ type }) => type === 'evaluation-completed' && 'plain'),
    },
    {
      name: 'checkpoints',
      spans: [],
      marks: marksOf(events, ({ type }) => type === 'checkpoint-written' && 'plain'),
    },
    {
      name: 'changes',
      spans: [],
      marks: marksOf(events, ({ type }) => type === 'plan-changed' && 'plain'),
    },
    { name: 'guards', spans: rollbacksOf(events), marks: marksOf(events, guardMark) },
    { name: 'gates', spans: [], marks: marksOf(events, gateMark) },
    { name: 'faults', spans: [], marks: marksOf(events, faultMark) },
  ];
  return lanes.filter(({ spans, marks }) => spans.length + marks.length > 0);
}

type MarkOf = (event: RunEvent) => TimelineMark['kind'] | false;

const marksOf = (events: readonly RunEvent[], of: MarkOf): TimelineMark[] =>
  events.flatMap((event) => {
    const kind = of(event);
    return kind ? [{ step: event.step, kind }] : [];
  });

const sittingMark: MarkOf = ({ type }) => {
  if (type === 'run-resumed') return 'plain';
  if (type === 'run-finished') return 'good';
  return type === 'run-interrupted' && 'warning';
};

const guardMark: MarkOf = (event) =>
  event.type === 'guard-fired' && (event.action === 'warn' ? 'warning' : 'bad');

const gateMark: MarkOf = (event) => {
  if (event.type === 'gate-passed') return 'good';
  return event.type === 'gate-reached' && (event.state === 'denied' ? 'bad' : 'warning');
};

const faultMark: MarkOf = (event) => {
  if (event.type === 'step-completed') return event.metrics.skippedUpdates ? 'warning' : false;
  if (event.type !== 'diagnostic') return false;
  const { severity } = event.diagnostic;
  if (severity === 'error') return 'bad';
  return severity === 'warning' ? 'warning' : 'plain';
};

/** From a start or a resume to its end; a process that was killed leaves none, but the next resume shows it. */
function sittingsOf(events: readonly RunEvent[]): TimelineSpan[] {
  const spans: TimelineSpan[] = [];
  let from: number | undefined;
  let last = 0;
  const end = (to: number): void => {
    if (from !== undefined) spans.push({ from, to: Math.max(from, to) });
    from = undefined;
  };
  for (const event of events) {
    if (event.type === 'run-started') from = 0;
    if (event.type === 'run-resumed') {
      end(event.checkpoint);
      from = event.checkpoint;
    }
    last = event.step;
    if (event.type === 'run-interrupted' || event.type === 'run-finished') end(last);
  }
  end(last);
  return spans;
}

const rollbacksOf = (events: readonly RunEvent[]): TimelineSpan[] =>
  events.flatMap((event) =>
    event.type === 'guard-fired' && event.rollback
      ? [{ from: event.step, to: event.rollback.to, back: true }]
      : [],
  );
