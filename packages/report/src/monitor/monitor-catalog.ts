// Diagnostics of monitoring inference logs.
import { defineCatalog, reporter } from '@allot/spec';

export const monitorCatalog = defineCatalog({
  'monitor/unreadable': {
    severity: 'error',
    message: 'The log {file} cannot be read: {reason}.',
    help: 'Give the path of a JSON Lines file, or - to read rows from stdin.',
    why: 'allot monitor reads one JSON object from each line of a file, or of what is piped into the command.',
    example: { language: 'shell', text: 'allot monitor no-such-log.jsonl --baseline runs/quickstart-1' },
  },
  'monitor/empty': {
    severity: 'error',
    message: 'There is nothing to monitor in {file}: {reason}.',
    help: 'Write one JSON object a line, with at least the tokens of the response: {shape}. --map says what fields are called, --mode in which mode rows without one are.',
    why: 'An empty log is no sign that all is well. It is most often the output of a command that failed, or in a mode that the baseline does not have.',
    example: { language: 'shell', text: 'allot monitor /dev/null --baseline runs/quickstart-1' },
  },
  'monitor/not-utf8': {
    severity: 'error',
    message: 'Line {line} of {file} is not UTF-8, or longer than {most} bytes.',
    help: 'Save the file as UTF-8 with one row a line, or leave such lines out with --on-bad-row skip.',
    why: 'JSON Lines is UTF-8 by definition. A row is held in memory as a whole, so its length has a limit.',
    example: {
      language: 'shell',
      text: 'printf \'{"tokens": "\\xff"}\' | allot monitor - --baseline runs/quickstart-1',
    },
  },
  'monitor/bad-json': {
    severity: 'error',
    message: 'Line {line} of {file} is not a JSON object: at column {column}, {expected} is expected.',
    help: 'Write one JSON object on each line, or leave such lines out with --on-bad-row skip.',
    why: 'Every line of a JSON Lines file stands alone.',
    example: {
      language: 'shell',
      text: 'echo \'{"tokens": 12\' | allot monitor - --baseline runs/quickstart-1',
    },
  },
  'monitor/missing-field': {
    severity: 'error',
    message: 'Line {line} of {file} has no field "{field}", which holds the {role}.{meant}',
    help: 'Say what the field is called: --map {role}=FIELD, where meta.tokens is a member of a member.',
    why: 'A row without the tokens of its response says nothing about how long the policy thinks, and to leave it out in silence would hide that.',
    example: {
      language: 'shell',
      text: 'echo \'{"completion_tokens": 12}\' | allot monitor - --baseline runs/quickstart-1',
    },
  },
  'monitor/wrong-type': {
    severity: 'error',
    message: 'The field "{field}" on line {line} of {file}, column {column}, is {actual}, not {expected}.',
    help: 'Write {expected} there, or leave such lines out with --on-bad-row skip.',
    why: 'Tokens are counts, correctness is true, false or a score from 0 to 1 on the scale of the accuracy, a mode is natural, efficient or budget=N, a time is ISO 8601.',
    example: {
      language: 'shell',
      text: 'echo \'{"tokens": -3}\' | allot monitor - --baseline runs/quickstart-1',
    },
  },
  'monitor/skipped-rows': {
    severity: 'warning',
    message: '{count} of {rows} rows of {file} are no log rows and were left out: {reasons}.',
    help: 'Look at the places that are named; without --on-bad-row skip the first of them is an error.',
    why: 'Rows that are left out are not compared. If they are those of long responses, say, what is left looks better than it is.',
    example: {
      language: 'shell',
      text: 'echo "no json" | allot monitor - --baseline runs/quickstart-1 --on-bad-row skip',
    },
  },
  'monitor/not-in-order': {
    severity: 'warning',
    message: '{count} rows of {file} have a time before that of an earlier row.',
    help: 'Sort the log by time: what is said about when a drift began is about lines in the order of the log.',
    why: 'Evidence is gathered row by row. False alarms stay as rare in any order that does not depend on tokens and correctness, but "since line" is only as good as the order.',
    example: {
      language: 'jsonl',
      text: '{"tokens": 12, "time": "2026-02-01T00:00:00Z"}\n{"tokens": 14, "time": "2026-01-01T00:00:00Z"}',
    },
  },
  'monitor/several-datasets': {
    severity: 'error',
    message: 'The baseline {baseline} was evaluated on {names}, and a log is compared with one of them.',
    help: 'Choose one with --data.',
    why: 'What a response costs and how often it is right depends on the problems.',
    example: {
      language: 'shell',
      text: 'allot monitor log.jsonl --baseline evaluations/a-math-500-1a2b3c4d,evaluations/a-gsm8k-5e6f7a8b',
    },
  },
});

export const reportMonitor = reporter(monitorCatalog);
