import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mlflowServer } from './mlflow-server.js';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: IncomingMessage[];
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

const url = (before = ''): URL =>
  new URL(`http://${before}127.0.0.1:${(server.address() as AddressInfo).port}/mlflow/`);
const reply =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, headers).end(body);
  };

describe('who asks', () => {
  test.each([
    ['a token', '', { MLFLOW_TRACKING_TOKEN: 'abc' }, 'Bearer abc'],
    [
      'name and password',
      '',
      { MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 'x y' },
      `Basic ${btoa('ada:x y')}`,
    ],
    ['the address', 'ada:p%40ss@', {}, `Basic ${btoa('ada:p@ss')}`],
    ['nobody', '', {}, undefined],
  ])('%s', async (_, before, environment, expected) => {
    answer = reply(200, '{}');
    const client = mlflowServer(url(before), environment);
    expect(await client.post('runs/search', {})).toEqual([{}, []]);
    expect(asked[0]?.headers.authorization).toBe(expected);
    expect(asked[0]?.url).toBe('/mlflow/api/2.0/mlflow/runs/search');
    expect(client.address).toBe(url().href.replace(/\/$/, ''));
  });
});

describe('what a server answers', () => {
  test.each([
    [401, '', 'track/unauthorized', 'HTTP 401'],
    [400, '{"error_code":"INVALID_PARAMETER_VALUE","message":"Bad key"}', 'track/refused', 'Bad key'],
    [502, '<html>Bad gateway</html>', 'track/refused', 'Bad gateway'],
    [200, 'no JSON', 'track/refused', 'no JSON'],
  ])('%i %s', async (status, body, code, text) => {
    answer = reply(status, body);
    const [value, diagnostics] = await mlflowServer(url('ada:secret@'), {}).post('runs/search', {});
    expect([value, diagnostics.map((diagnostic) => diagnostic.code)]).toEqual([undefined, [code]]);
    expect(diagnostics[0]?.message).toContain(text);
    expect(diagnostics[0]?.message).not.toContain('secret');
  });

  test('a name that it does not know is no error', async () => {
    answer = reply(404, '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"No"}');
    expect(await mlflowServer(url(), {}).get('experiments/get-by-name', { experiment_name: 'a b' })).toEqual([
      'absent',
      [],
    ]);
    expect(asked[0]?.url).toContain('experiment_name=a+b');
  });

  test('a redirection is not followed with the password in hand', async () => {
    answer = reply(302, '', { location: 'http://127.0.0.1:1/' });
    const [, diagnostics] = await mlflowServer(url('ada:secret@'), {}).post('runs/search', {});
    expect(diagnostics.map(({ code }) => code)).toEqual(['track/unreachable']);
    expect(asked).toHaveLength(1);
  });

  test('a port that no HTTP client talks to is told as such', async () => {
    const [, diagnostics] = await mlflowServer(new URL('http://127.0.0.1:6000'), {}).post('runs/search', {});
    expect(diagnostics.map(({ code }) => code)).toEqual(['track/blocked-port']);
    expect(diagnostics[0]?.help).toContain('mlflow server --port');
  });

  test('files go through its artifact proxy, under their own names', async () => {
    answer = reply(200, '{}');
    expect(await mlflowServer(url(), {}).putFile('1/abc/artifacts/a b.html', new Uint8Array(3))).toEqual([]);
    expect(asked[0]?.method).toBe('PUT');
    expect(asked[0]?.url).toBe('/mlflow/api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/a%20b.html');
  });
});
