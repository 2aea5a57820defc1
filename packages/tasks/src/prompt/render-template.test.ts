import { describe, expect, test } from 'vitest';
import { renderTemplate } from './render-template.js';

const contexts = [{ messages: [{ role: 'user', content: 'x' }] }];
const limits = { seconds: 50, megabytes: 64, characters: 100_000 };
const render = (template: string, today?: string) =>
  renderTemplate({ template, contexts, ...(today === undefined ? {} : { today }) }, limits);

describe('a hostile template ends', () => {
  const doubled = (value: string): string =>
    `{% set ns = namespace(x=${value}) %}{% for a in range(64) %}{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x }}`;
  const shared =
    '{% set ns = namespace(x=[1]) %}{% for a in range(64) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson }}';

  test.each([
    ['loops in loops', `${'{% for a in range(90000) %}'.repeat(3)}${'{% endfor %}'.repeat(3)}`, '2 seconds'],
    ['a shared list printed', shared, '2 seconds'],
    ['lists that double', doubled('[1, 2, 3, 4]'), '64 MB'],
    ['a template of a megabyte', 'x'.repeat(1_000_000), '100000 characters'],
  ])('%s', async (_, template, limit) => {
    const seconds = limit.includes('seconds') ? 2 : 50;
    expect(await renderTemplate({ template, contexts }, { ...limits, seconds })).toEqual({
      exceeded: expect.stringContaining(limit) as string,
    });
  });

  test.each([
    ['a huge range', '{% for a in range(1000000000) %}x{% endfor %}', 'range()'],
    ['texts that double', doubled("'xxxxxxxx'"), 'too large'],
    ['a huge indentation', "{{ 'a' | indent(1000000000) }}", 'too large'],
    ['a text past the limit', '{% for a in range(60000) %}xx{% endfor %}', '120000 characters'],
    [
      'a way out of the sandbox',
      "{{ messages.constructor.constructor('return process')() }}",
      'a value that it does not have',
    ],
    ['an exception', "{{ raise_exception('no') }}", 'no'],
  ])('%s', async (_, template, reason) => {
    const outcome = await render(template);
    const failed = expect.stringContaining(reason) as string;
    expect(outcome).toMatchObject({ renderings: [{ failed }] });
  });

  test.each([
    ['brackets without end', `{{ ${'('.repeat(50_000)} }}`],
    ['a tag that is not closed', "{{ 'abc"],
    ['a condition without one', '{% if %}'],
  ])('%s', async (_, template) => {
    expect(await render(template)).toMatchObject({ malformed: expect.any(String) as string });
  });
});

test('the day is the one that is stated, and asking for another is told', async () => {
  const template = "{{ strftime_now('%A %d %b %Y, %j %%') }}";
  expect(await render(template, '2026-11-30')).toMatchObject({
    renderings: [{ text: 'Monday 30 Nov 2026, 334 %' }],
  });
  expect(await render(template)).toMatchObject({ renderings: [{ asksForToday: true }] });
});

test.each([
  ['a member of nothing', '{{ nothing.x }}'],
  ['an item of nothing', "{{ nothing['x'] }}"],
  ['a part of nothing', '{{ nothing[1:] }}'],
  ['a member of a member that is not there', '{{ messages[0].author.name }}'],
  ['an item past the end', '{{ messages[7].role }}'],
])('%s has no value, as in Jinja', async (_, template) => {
  const failed = expect.stringContaining('a value that it does not have') as string;
  expect(await render(template)).toMatchObject({ renderings: [{ failed }] });
});

test.each([
  ['{{ messages[0].author }}', ''],
  ["{{ messages[0].author.name if messages[0].author else 'none' }}", 'none'],
  ['{% if nothing is defined and nothing.x %}a{% endif %}b', 'b'],
])('%s has one', async (template, text) => {
  expect(await render(template)).toMatchObject({ renderings: [{ text }] });
});

test('names that are read, and those that had no value', async () => {
  const outcome = await render('{% if deep %}{{ style | default(other) }}{% endif %}{{ tools.first() }}');
  expect(outcome).toMatchObject({
    reads: ['deep', 'style', 'default', 'other', 'tools'],
    renderings: [{ missing: ['deep', 'tools'] }],
  });
});
