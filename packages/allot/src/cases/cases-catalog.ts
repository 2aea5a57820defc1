// Diagnostics of rows of cases, for `--eval`.
import { defineCatalog } from '@allot/spec';

export const casesCatalog = defineCatalog({
  'cases/unreadable': {
    severity: 'error',
    message: 'The cases {file} cannot be read: {reason}.',
    help: 'Give the path of a JSON Lines file, or - to read rows from stdin.',
    why: '--eval reads one JSON object from each line of a file, or of what is piped into the command.',
    example: { language: 'shell', text: 'allot rewards hbpo --eval no-such-file.jsonl' },
  },
  'cases/empty': {
    severity: 'error',
    message: 'There are no rows in {file}.',
    help: 'Write one JSON object on each line, with the fields that the shape reads.',
    why: 'An empty file is most often the output of a command that failed.',
    example: { language: 'jsonl', text: '\n' },
  },
  'cases/not-utf8': {
    severity: 'error',
    message: 'Line {line} of {file} is not UTF-8.',
    help: 'Save the file as UTF-8 and make sure that it is text, not a compressed or binary file.',
    why: 'JSON Lines is UTF-8 by definition; bytes in another encoding would silently become other characters.',
    example: { language: 'shell', text: 'printf \'{"tokens": "\\xff"}\' | allot rewards hbpo --eval -' },
  },
  'cases/bad-json': {
    severity: 'error',
    message: 'Line {line} of {file} is not a JSON object: at column {column}, {expected} is expected.',
    help: 'Write one JSON object on each line, with no comma between the lines and no brackets around them.',
    why: 'Every line of a JSON Lines file stands alone. An array over many lines is another format.',
    example: { language: 'jsonl', text: '{"correct": true, "tokens": 900, "budget": 512},\n' },
  },
  'cases/misspelt-field': {
    severity: 'error',
    message: 'Line {line} of {file} has "{name}" at column {column}, which is no field.',
    help: 'Did you mean "{field}"? A member of your own needs a name that is less like a field.',
    why: 'Members that are no fields are kept as they are. One that is nearly a field is most often a slip, and the default in its place would be silent.',
    example: { language: 'jsonl', text: '{"correct": true, "token": 900, "budget": 512}\n' },
  },
  'cases/missing-field': {
    severity: 'error',
    message: 'Line {line} of {file} has no {names}.',
    help: 'Add "{field}": the shape reads it, and nothing would be a sensible default.',
    why: 'Some fields have defaults, such as lMax (4096) and formatted (true). What the answer was, how long it is and which budget it had must be said.',
    example: { language: 'jsonl', text: '{"correct": true, "tokens": 900}\n' },
  },
  'cases/wrong-value': {
    severity: 'error',
    message: 'The field "{field}" on line {line} of {file}, column {column}, is {actual}, not {expected}.',
    help: 'Write {expected} there.',
    why: 'Shapes are arithmetic over numbers and flags. A length in quotes or a number too large to hold would make a reward of nothing.',
    example: { language: 'jsonl', text: '{"correct": "yes", "tokens": 900, "budget": 512}\n' },
  },
  'cases/no-value': {
    severity: 'error',
    message: 'The {what} of {name} is {value} for the row on line {line} of {file}.',
    help: 'Find the division by zero or the overflow in the formula; guard it, or leave the row out.',
    why: 'JSON has no NaN and no infinity, and a policy trained on one is lost. Nothing is written when a row has no value.',
    example: {
      language: 'shell',
      text: 'echo \'{"correct": true, "tokens": 1e308, "budget": 512}\' | allot rewards l1-exact --set alpha=100 --eval -',
    },
  },
  'cases/more': {
    severity: 'error',
    message: '{count} more problems like these were found.',
    help: 'Mend the first ones and try again: later ones are often the same.',
    why: 'Only the first problems of a file are shown.',
    example: { language: 'shell', text: 'yes "{}" | head -100 | allot rewards hbpo --eval -' },
  },
});
