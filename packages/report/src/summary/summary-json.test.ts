import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { synthesizeRun } from '../../test-support/synthetic-run.js';
import { summarizeRun } from './summarize-run.js';
import { summaryJson } from './summary-json.js';

interface Validator {
  (data: unknown): boolean;
  errors?: unknown;
}

const root = new URL('../../../../', import.meta.url);
// The compiler's copy: the report itself needs no validator.
const { Ajv } = createRequire(new URL('packages/compiler/package.json', root))('ajv') as {
  Ajv: new (options: object) => { compile(schema: unknown): Validator };
};
const schema: unknown = JSON.parse(readFileSync(new URL('schemas/summary.schema.json', root), 'utf8'));

it.each([
  ['a finished run', { steps: 6, problems: 40 }],
  ['a run without evaluations', { steps: 1, plannedSteps: 9, problems: 0, finished: false }],
  ['a supervised run', { steps: 6, problems: 40, kind: 'supervised' as const }],
])('prints %s as its schema says', (_, options) => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  const valid = validate(JSON.parse(summaryJson(summarizeRun(synthesizeRun(options)))));
  expect(validate.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

it('has a schema that was generated from the types as they are', () => {
  const script = fileURLToPath(new URL('scripts/generate-report-schema.mjs', root));
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
});
