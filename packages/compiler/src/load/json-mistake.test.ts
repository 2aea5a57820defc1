// A .json definition is JSON: what only YAML allows is refused at its place.
import { expect, test } from 'vitest';
import { jsonMistake } from './json-mistake.js';

test.each([
  ['{"name": "x"}', undefined],
  ['', undefined],
  ["{\n  name: 'x'\n}", '2:3'],
  ['{"name": "x",}', '1:14'],
  ['{"name": "x"\n', '2:1'],
  ['# a comment\n{}', '1:1'],
  ['{"a": 1} {"b": 2}', '1:10'],
])('%j', (text, place) => {
  const found = jsonMistake('x.json', text);
  expect(found && `${found.span?.line}:${found.span?.column}`).toBe(place);
  expect(found?.code).toBe(place === undefined ? undefined : 'json/syntax');
});
