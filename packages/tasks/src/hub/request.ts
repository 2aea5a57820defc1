// One request to the hub: tried again after a pause where that may help, given up after a silence.
import { setTimeout as pause } from 'node:timers/promises';
import { fetch, type Response } from 'undici';
import type { HubAccess } from './hub-access.js';
import { failureOfStatus } from './hub-failure.js';
import { dispatcherOf } from './proxies.js';
import { unreachable } from './unreachable.js';

const mostTries = 5;
const longestPause = 30_000;

export interface HubResponse {
  readonly response: Response;
  /** To be called whenever something of the body has arrived, and at its end. */
  readonly alive: () => void;
  readonly done: () => void;
}

/** An answer with status 2xx or 416. Throws a HubFailure; rejects with the signal's reason when it aborts. */
export async function requestHub(
  url: string,
  repo: string,
  access: HubAccess,
  headers: Readonly<Record<string, string>> = {},
): Promise<HubResponse> {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw unreachable(url, 'that is no address of the web', access.proxies);
  const dispatcher = dispatcherOf(access.proxies);
  for (let attempt = 1; ; attempt++) {
    access.onRequest?.({ endpoint: access.endpoint, repo, attempt, mostAttempts: mostTries });
    const idle = idleTimer(access);
    try {
      const authorization = access.token ? { authorization: `Bearer ${access.token}` } : {};
      const response = await fetch(url, {
        headers: { ...authorization, ...headers },
        signal: idle.signal,
        dispatcher,
      });
      if (response.ok || response.status === 416) return { response, alive: idle.restart, done: idle.stop };
      idle.stop();
      await response.body?.cancel();
      const retried = response.status === 429 || response.status >= 500;
      if (!retried) throw failureOfStatus(response.status, repo, url, access);
      if (attempt === mostTries)
        throw unreachable(url, `it answers with status ${response.status}`, access.proxies);
      await waitBefore(attempt, access, response.headers.get('retry-after'));
    } catch (error) {
      idle.stop();
      access.signal?.throwIfAborted();
      if (!isNetworkError(error)) throw error;
      if (attempt === mostTries) throw unreachable(url, networkReason(error), access.proxies);
      await waitBefore(attempt, access);
    }
  }
}

/** Waits as long as the hub asks for, else twice as long as before the last attempt. */
export async function waitBefore(
  attempt: number,
  access: HubAccess,
  retryAfter: string | null = null,
): Promise<void> {
  const asked = retryAfter === null ? Number.NaN : Number(retryAfter) * 1000;
  const milliseconds = Number.isFinite(asked) ? asked : access.retryMilliseconds * 2 ** (attempt - 1);
  await pause(
    Math.min(milliseconds, longestPause),
    undefined,
    access.signal ? { signal: access.signal } : {},
  );
}

/** A signal that aborts after a silence, or with the caller's. */
function idleTimer({ idleMilliseconds, signal }: HubAccess) {
  const controller = new AbortController();
  const start = () => setTimeout(() => controller.abort(new SilenceError()), idleMilliseconds);
  let timer = start();
  const stop = (): void => clearTimeout(timer);
  const restart = (): void => {
    stop();
    timer = start();
  };
  return { signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal, restart, stop };
}

class SilenceError extends Error {
  constructor() {
    super('nothing came for too long');
  }
}

/** Whether a request or its body failed on the way: a cut connection, a name that is not found, a silence. */
export const isNetworkError = (error: unknown): error is Error =>
  error instanceof SilenceError ||
  (error instanceof TypeError && /fetch failed|terminated|network/i.test(error.message));

/** What its innermost cause says. */
export const networkReason = (error: Error): string =>
  error.cause instanceof Error ? networkReason(error.cause) : error.message.replace(/\.$/, '');
