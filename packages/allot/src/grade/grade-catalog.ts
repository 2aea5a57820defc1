// Diagnostics of rows to grade.
import { defineCatalog } from '@allot/spec';

export const gradeCatalog = defineCatalog({
  'grade/unreadable': {
    severity: 'error',
    message: 'The cases {file} cannot be read: {reason}.',
    help: 'Give the path of a JSON Lines file, or - to read rows from stdin.',
    why: 'allot grade reads one JSON object from each line of a file, or of what is piped into the command.',
    example: { language: 'shell', text: 'allot grade no-such-file.jsonl' },
  },
  'grade/empty': {
    severity: 'error',
    message: 'There are no rows in {file}.',
    help: 'Write one JSON object on each line: {shape}.',
    why: 'An empty file is most often the output of a command that failed.',
    example: { language: 'shell', text: 'allot grade /dev/null' },
  },
  'grade/not-utf8': {
    severity: 'error',
    message: 'Line {line} of {file} is not UTF-8.',
    help: 'Save the file as UTF-8 and make sure that it is text, not a compressed or binary file.',
    why: 'JSON Lines is UTF-8 by definition; bytes in another encoding would silently become other characters.',
    example: { language: 'shell', text: 'printf \'{"gold": "\\xff"}\' | allot grade -' },
  },
  'grade/bad-json': {
    severity: 'error',
    message: 'Line {line} of {file} is not a JSON object: at column {column}, {expected} is expected.',
    help: 'Write one JSON object on each line, with no comma between the lines and no brackets around them.',
    why: 'Every line of a JSON Lines file stands alone. An array over many lines is another format.',
    example: { language: 'shell', text: 'echo \'{"gold": "7", "pred": "7"},\' | allot grade -' },
  },
  'grade/missing-field': {
    severity: 'error',
    message: 'Line {line} of {file} has no field "{field}".{meant}',
    help: 'Every row needs "gold", the right answer, and "pred", what was answered: an answer or a whole response.',
    why: 'A row without one of them has no grade, and to call it wrong would hide a mistake in the file.',
    example: { language: 'shell', text: 'echo \'{"gold": "7", "prediction": "7"}\' | allot grade -' },
  },
  'grade/wrong-type': {
    severity: 'error',
    message: 'The field "{field}" on line {line} of {file}, column {column}, is {actual}, not {expected}.',
    help: 'Write {expected} there.',
    why: 'An answer is text or a number. Several gold answers, each of which is right, are a list of such.',
    example: { language: 'shell', text: 'echo \'{"gold": "7", "pred": {"answer": "7"}}\' | allot grade -' },
  },
  'grade/line-too-long': {
    severity: 'warning',
    message: 'Line {line} of {file} has {bytes} bytes; {most} are the most.',
    help: 'It was graded as wrong, with the reason "too-long", and its other fields were left out.',
    why: 'A row is held in memory as a whole, so its length has a limit; the rest of the file is graded.',
    example: { language: 'shell', text: 'head -c 20000000 /dev/zero | tr "\\0" 7 | allot grade -' },
  },
  'grade/no-bundle': {
    severity: 'error',
    message: 'The bundle {bundle} has no plan that can be read: {reason}.',
    help: 'Give the folder that `allot compile --engine verl` wrote.',
    why: 'How answers are graded is part of the definition; the bundle carries it as plan.json.',
    example: { language: 'shell', text: 'allot grade - --bundle no-such-bundle' },
  },
  'grade/bad-question': {
    severity: 'error',
    message: 'Line {line} of {file} is not {shape}.',
    help: 'Write one JSON object a line: the tokens of the response, and every answer that is right as text.',
    why: 'With --bundle, rows are responses in tokens as the policy gave them, so that they are graded as in a run of Allot itself.',
    example: { language: 'shell', text: 'echo \'{"pred": "7"}\' | allot grade - --bundle bundle' },
  },
});
