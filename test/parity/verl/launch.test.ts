// A bundle as a Ray job: everything up to the GPUs, which a machine without one cannot give.

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allotCommand } from '../training-step/compile-bundle.js';
import { findMissingVerl, python, runWithVerl } from './environment.js';
import { makeBundle } from './make-bundle.js';

const missing = findMissingVerl();
if (missing !== undefined) console.warn(`skipped: a bundle as a Ray job: ${missing}`);

describe.skipIf(missing !== undefined)('a bundle as a Ray job', () => {
  let bundle = '';
  beforeAll(() => {
    bundle = makeBundle('hbpo-paper');
  });
  afterAll(() => rmSync(dirname(bundle), { recursive: true, force: true }));

  test('gets through configuration, trainer mode and data, and ends where verl asks for GPUs', () => {
    const { status, log } = runWithVerl('submit.py', bundle, bundle) as {
      readonly status: string;
      readonly log: string;
    };
    expect(status).toBe('FAILED');
    expect(log).toContain('create_resource_pool');
    expect(log).toContain('Total available GPUs 0 is less than total desired GPUs 1');
  }, 240_000);

  test.each([
    ['a model that is not there', { ALLOT_MODEL: '/nowhere' }, 'there is no model in /nowhere'],
    ['another tokenizer', { ALLOT_MODEL: 'other' }, 'has another tokenizer'],
    ['a grader that does not start', { ALLOT_COMMAND: 'no-such-allot' }, 'the grader does not start'],
    ['another version of allot', { ALLOT_COMMAND: 'echo 0.0.0' }, 'allot 0.0.0'],
  ])('%s is told before anything is loaded', (_, changes, message) => {
    const other = join(bundle, 'other');
    mkdirSync(other, { recursive: true });
    writeFileSync(join(other, 'config.json'), '{}');
    writeFileSync(join(other, 'tokenizer.json'), '{"other": true}');
    const check = () =>
      execFileSync(python, ['-m', 'allot_bundle.check'], {
        cwd: bundle,
        stdio: 'pipe',
        encoding: 'utf8',
        env: { ...process.env, ALLOT_MODEL: other, ALLOT_COMMAND: allotCommand, ...changes },
      });
    expect(check).toThrow(message);
  });
});
