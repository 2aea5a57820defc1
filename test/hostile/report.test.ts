// A run whose every text is hostile to a page: the report shows it all, and a browser runs none of it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderReport } from '@allot/report';
import { chromium } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { synthesizeRun } from '../../packages/report/test-support/synthetic-run.js';

const browserPath = process.env.ALLOT_CHROMIUM ?? '/usr/bin/chromium';

const payloads = [
  '<script>window.ran = 1</script>',
  '<img src=x onerror="window.ran = 1">',
  '"><svg onload="window.ran = 1">',
  "'-(window.ran = 1)-'",
  '</style><script>window.ran = 1</script>',
  '</title><script>window.ran = 1</script>',
  '<a href="javascript:window.ran = 1">here</a>',
  '{{window.ran = 1}}',
  '\u2028\u202e\u0000<iframe srcdoc="<script>parent.ran = 1</script>">',
  '--><script>window.ran = 1</script><!--',
  'url(javascript:window.ran=1);}*{background:url(https://example.com)',
].join(' ');

/** What a run chooses from a list of ours; anything else in it is text that somebody wrote. */
const chosen = new Set([
  'type',
  'kind',
  'time',
  'created',
  'op',
  'node',
  'device',
  'from',
  'finishReason',
  'mode',
  'per',
  'update',
  'aggregation',
  'scope',
  'field',
  'function',
  'operator',
  'reducer',
]);

function spoil(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return chosen.has(key) ? value : `${value} ${payloads}`;
  if (Array.isArray(value)) return value.map((item) => spoil(item, key));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      key === 'byDifficulty' || key === 'difficulty' ? `${name} ${payloads}` : name,
      spoil(member, name),
    ]),
  );
}

const { rollouts, vocabulary = [], ...run } = synthesizeRun({ steps: 8, problems: 12 });
const spoilt = {
  ...(spoil(run) as typeof run),
  rollouts: rollouts.map((one) => ({
    ...one,
    rollouts: spoil(one.rollouts, 'rollouts') as typeof one.rollouts,
  })),
  vocabulary: vocabulary.map((token) => `${token}${payloads}`),
};
const note = {
  type: 'diagnostic',
  time: '2026-11-23T17:00:00.000Z',
  step: 3,
  diagnostic: { code: payloads, severity: 'warning', message: payloads, help: payloads, path: payloads },
} as (typeof spoilt.events)[number];
const page = renderReport([{ ...spoilt, events: [...spoilt.events, note] }, spoilt]);

const folder = mkdtempSync(join(tmpdir(), 'allot-hostile-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The page's own script, as a page without any text of a run has it. */
const [ownScript = ''] = /<script>[\s\S]*<\/script>/.exec(renderReport([])) ?? [];

test('the texts are in the page, as text', () => {
  expect(ownScript).toContain('sortTable');
  expect(page.split('&lt;script&gt;window.ran = 1').length).toBeGreaterThan(20);
  expect(page.replace(ownScript, '')).not.toMatch(/<script|<iframe|<img|<svg onload|href="javascript/i);
});

describe.skipIf(!existsSync(browserPath))('in a browser', () => {
  test('no script but that of the page runs, and nothing is fetched', async () => {
    const file = join(folder, 'report.html');
    writeFileSync(file, page);
    const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
    try {
      const tab = await browser.newPage();
      const asked: string[] = [];
      tab.on('request', (request) => asked.push(request.url()));
      tab.on('dialog', (dialog) => void dialog.dismiss());
      await tab.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      for (const link of await tab.locator('summary').all())
        await link.click({ timeout: 2000 }).catch(() => undefined);
      expect(await tab.evaluate('window.ran')).toBeUndefined();
      expect(await tab.evaluate("[...document.scripts].map((script) => script.outerHTML).join('')")).toBe(
        ownScript,
      );
      expect(asked).toEqual([pathToFileURL(file).href]);
    } finally {
      await browser.close();
    }
  });
});
