import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { unbalancedTags } from '../../test-support/unbalanced-tags.js';
import { type LiveStatus, renderLivePage } from './live-page.js';

const status: LiveStatus = { state: 'running', text: 'step 4 of 9', step: 4, steps: 9, version: 'a 1' };
const run = synthesizeRun({ steps: 4, plannedSteps: 9, problems: 12, finished: false });

describe.each([
  ['a run', run],
  ['no run yet', undefined],
])('the live page of %s', (_, record) => {
  const page = renderLivePage(record, status);

  it('is well-formed, and says how far the run is', () => {
    expect(unbalancedTags(page)).toEqual([]);
    expect(page).toContain('<aside id="live" class="live running" data-version="a 1"');
    expect(page).toContain('<progress max="9" value="4"');
    expect(page).toContain('<p>step 4 of 9</p>');
  });

  it('runs its own script alone, which may ask the server that it came from and nobody else', () => {
    const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(page) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      `script-src 'sha256-${hash}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "connect-src 'self'",
      'img-src data:',
    ]);
    expect(script).toContain('sortTable');
    expect(script).toContain("fetch('progress'");
  });
});

it('hides the bar of steps where nobody knows how many there are', () => {
  expect(renderLivePage(undefined, { ...status, steps: 0 })).toContain('aria-label="steps" hidden>');
});

it('escapes what the bar says', () => {
  const attack = '"><script>alert(1)</script>';
  const page = renderLivePage(run, { ...status, text: attack, version: attack });
  expect(page).toContain('<p>&quot;&gt;&lt;script&gt;alert(1)');
  expect(page).toContain('data-version="&quot;&gt;&lt;script&gt;');
  expect(page.match(/<script/g)).toHaveLength(1);
});
