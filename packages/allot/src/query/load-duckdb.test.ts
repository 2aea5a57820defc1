import { expect, test, vi } from 'vitest';
import { queryRuns } from './query-runs.js';
import { wholeQuery } from './question.js';

test('where DuckDB is missing, it is said how to add it', async () => {
  vi.doMock('@duckdb/node-api', () => {
    throw new Error("Cannot find package '@duckdb/node-api'");
  });
  const [answer, diagnostics] = await queryRuns('runs', [wholeQuery('from runs')]);
  vi.doUnmock('@duckdb/node-api');
  expect(answer).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['runs/no-duckdb']);
  expect(diagnostics[0]?.help).toContain('npm install @duckdb/node-api@');
});

test('the version that is named is the one that is tested', async () => {
  const manifest = await import('../../package.json', { with: { type: 'json' } });
  const { reportCommand } = await import('../catalog.js');
  const { help } = reportCommand('runs/no-duckdb', { reason: '' });
  expect(help).toContain(`@duckdb/node-api@${manifest.default.optionalDependencies['@duckdb/node-api']}`);
});
