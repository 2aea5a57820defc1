// Diagnostics of reading a run for a report; those of the run folder itself are the store's.
import { defineCatalog, reporter } from '@allot/spec';
import { compareCatalog } from '../compare/compare-catalog.js';
import { monitorCatalog } from '../monitor/monitor-catalog.js';

export const reportCatalog = defineCatalog({
  ...compareCatalog,
  ...monitorCatalog,
  'report/bad-event': {
    severity: 'warning',
    message: '{count} events in {file} are of no known type or lack what it promises; they are left out',
    help: 'Use the version of Allot that made the run, and do not edit events.jsonl.',
    why: 'A step-completed event has metrics, an evaluation-completed event has results with their intervals. An event without them cannot be drawn or counted.',
    example: {
      language: 'jsonl',
      text: '{"type":"step-completed","time":"2026-01-01T00:00:00Z","step":1}',
    },
  },
  'report/changed-log': {
    severity: 'warning',
    message: '{file} does not hold the events that the newest checkpoint was committed with',
    help: 'What is shown of the run is what the log says. Restore events.jsonl from a copy where there is one.',
    why: 'A checkpoint keeps a hash of the events before it, but for times. A line, or all of it, was removed, edited or damaged since.',
    example: {
      language: 'shell',
      text: "sed -i 's/0.5/0.9/' runs/quickstart-1/events.jsonl && allot report runs/quickstart-1",
    },
  },
  'report/lost-events': {
    severity: 'warning',
    message: '{file} had lost events, or was changed, when the run went on at step {step}',
    help: 'What is shown of the run is what the log says: steps and evaluations before that may be missing or wrong. Its weights do not depend on it.',
    why: 'A run that is resumed without its event log, or with one that was edited or damaged, goes on and says so in the log. What was lost is not made again.',
    example: {
      language: 'shell',
      text: 'rm runs/quickstart-1/events.jsonl\nallot resume runs/quickstart-1\nallot report runs/quickstart-1',
    },
  },
  'report/same-run': {
    severity: 'warning',
    message: '{first} and {second} are the same run; the report has it once',
    help: 'Name each run once. A run is compared with its own beginning by `allot compare RUN@0 RUN`.',
    why: 'One folder may be named by several paths. Beside itself a run would differ in nothing.',
    example: {
      language: 'shell',
      text: 'allot report runs/quickstart-1 ./runs/../runs/quickstart-1 --out both.html',
    },
  },
  'report/no-samples': {
    severity: 'info',
    message: 'the responses in {place} cannot be read',
    help: 'The report is made without sample responses, and its intervals of changes do not use pairs of problems.',
    why: 'Pairing base and trained policy problem by problem, and showing responses, needs the Parquet files beside the evaluations.',
    example: {
      language: 'shell',
      text: 'rm runs/quickstart/evaluations/000150/natural.parquet\nallot report runs/quickstart',
    },
  },
});

export const report = reporter(reportCatalog);
