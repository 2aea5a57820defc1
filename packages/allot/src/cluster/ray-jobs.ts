// A small client of Ray's job server (REST API of `ray job submit`).
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostic, Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { rayToken } from './ray-token.js';

type JobStatus = 'PENDING' | 'RUNNING' | 'STOPPED' | 'SUCCEEDED' | 'FAILED';

export interface JobInfo {
  readonly status: JobStatus;
  /** Why the job ended, in Ray's words. */
  readonly message: string;
  /** Milliseconds since 1970, once it has begun or ended. */
  readonly startTime?: number;
  readonly endTime?: number;
}

export const hasEnded = ({ status }: JobInfo): boolean =>
  status === 'STOPPED' || status === 'SUCCEEDED' || status === 'FAILED';

/** Diagnostics: `cluster/unreachable`, `cluster/unauthorized`, `cluster/refused`. */
export interface RayJobs {
  readonly address: string;
  /** Ray's version. */
  version(): Promise<Phase<string>>;
  /** Starts a shell command on the cluster and answers the job's name. */
  submit(entrypoint: string): Promise<Phase<string>>;
  /** `unknown` where the server has no such job: it was started anew. */
  info(job: string): Promise<Phase<JobInfo | 'unknown'>>;
  log(job: string): Promise<Phase<string>>;
  stop(job: string): Promise<readonly Diagnostic[]>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const PATIENCE_MS = 30_000;

export function openRayJobs(address: string): RayJobs {
  const ask = async (method: string, path: string, body?: object): Promise<Phase<Answer>> => {
    const url = new URL(path, `${address.replace(/\/$/, '')}/`);
    try {
      const answer = await exchange(url, method, body);
      if (answer.status === 401 || answer.status === 403)
        return [undefined, [reportCommand('cluster/unauthorized', { address })]];
      return [answer, []];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return [undefined, [reportCommand('cluster/unreachable', { address, reason: reasonOf(error) })]];
    }
  };
  const read = async <T>(
    asked: Promise<Phase<Answer>>,
    of: (json: Readonly<Record<string, unknown>>) => T,
  ): Promise<Phase<T>> => {
    const [answer, problems] = await asked;
    if (!answer) return [undefined, problems];
    const json = answer.status === 200 ? parse(answer.text) : undefined;
    if (!json) return [undefined, [refusal(address, answer)]];
    return [of(json), []];
  };
  return {
    address,
    version: () => read(ask('GET', 'api/version'), (json) => String(json.ray_version)),
    async submit(entrypoint) {
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        const [answer, problems] = await ask('POST', 'api/jobs/', { entrypoint });
        if (!answer) return [undefined, problems];
        // A cluster that has just been started says this for some seconds.
        const tooEarly = answer.status === 500 && answer.text.includes('No available agent');
        if (!tooEarly || Date.now() > until)
          return read(Promise.resolve([answer, []]), (json) => String(json.submission_id));
        await pause(500);
      }
    },
    async info(job) {
      const [answer, problems] = await ask('GET', `api/jobs/${encodeURIComponent(job)}`);
      if (answer?.status === 404) return ['unknown', []];
      return read(Promise.resolve([answer, problems]), toInfo);
    },
    log: (job) => read(ask('GET', `api/jobs/${encodeURIComponent(job)}/logs`), (json) => String(json.logs)),
    async stop(job) {
      const [answer, problems] = await ask('POST', `api/jobs/${encodeURIComponent(job)}/stop`, {});
      if (!answer) return problems;
      return answer.status === 200 ? [] : [refusal(address, answer)];
    },
  };
}

const toInfo = (json: Readonly<Record<string, unknown>>): JobInfo => ({
  status: json.status as JobStatus,
  message: typeof json.message === 'string' ? json.message : '',
  ...(typeof json.start_time === 'number' && { startTime: json.start_time }),
  ...(typeof json.end_time === 'number' && { endTime: json.end_time }),
});

const refusal = (address: string, { status, text }: Answer): Diagnostic =>
  reportCommand('cluster/refused', { address, status, answer: text.trim().slice(0, 300) });

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Not by `fetch`: its headers are those of a browser, whose requests Ray refuses. */
function exchange(url: URL, method: string, body: object | undefined): Promise<Answer> {
  const token = rayToken();
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(text !== undefined && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, timeout: PATIENCE_MS }, (response) => {
      let received = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        received += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: received }));
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    asked.on('error', reject);
    asked.end(text);
  });
}

function reasonOf(error: Error & { readonly code?: unknown }): string {
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'there is no such host',
    ECONNRESET: 'it hung up',
  };
  return reasons[String(error.code)] ?? error.message;
}
