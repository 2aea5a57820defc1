// The client of the job server against one that answers what a test says; test/parity/verl has the real one.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openRayJobs } from './ray-jobs.js';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that gives these answers one after the other, the last one again and again. */
async function serve(...answers: readonly (readonly [status: number, text: string])[]) {
  const asked: Asked[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      const [status, text] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, ''];
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response.writeHead(status).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { jobs: openRayJobs(`http://127.0.0.1:${port}`), asked };
}

test('a job is submitted without the headers of browsers, which Ray refuses', async () => {
  const { jobs, asked } = await serve([200, '{"job_id": "a", "submission_id": "a"}']);
  expect(await jobs.submit('echo')).toEqual(['a', []]);
  expect(asked[0]).toMatchObject({ method: 'POST', url: '/api/jobs/', body: '{"entrypoint":"echo"}' });
  expect(Object.keys(asked[0]?.headers ?? {}).filter((name) => /^sec-|origin|referer/.test(name))).toEqual(
    [],
  );
});

test('a cluster that has just been started is asked again', async () => {
  const early = [500, 'No available agent to submit job, please try again later.'] as const;
  const { jobs, asked } = await serve(early, [200, '{"submission_id": "a"}']);
  expect(await jobs.submit('echo')).toEqual(['a', []]);
  expect(asked).toHaveLength(2);
});

test('a job that is not known is no error', async () => {
  const { jobs } = await serve([404, 'Job x does not exist']);
  expect(await jobs.info('x')).toEqual(['unknown', []]);
});

test('the state of a job has what Ray tells of it', async () => {
  const { jobs } = await serve([
    200,
    '{"status": "FAILED", "message": null, "start_time": 1, "end_time": 2}',
  ]);
  expect(await jobs.info('x')).toEqual([{ status: 'FAILED', message: '', startTime: 1, endTime: 2 }, []]);
});

test.each([
  [401, 'Unauthorized', 'cluster/unauthorized'],
  [500, 'broken', 'cluster/refused'],
  [200, '<html>', 'cluster/refused'],
])('status %i with %j is %s', async (status, text, code) => {
  const { jobs } = await serve([status, text]);
  const [version, problems] = await jobs.version();
  expect([version, problems[0]?.code]).toEqual([undefined, code]);
  expect((await jobs.log('x'))[1][0]?.code).toBe(code);
});

test('nobody there is a diagnostic', async () => {
  const [version, problems] = await openRayJobs('http://127.0.0.1:1').version();
  expect([version, problems[0]?.code]).toEqual([undefined, 'cluster/unreachable']);
});
