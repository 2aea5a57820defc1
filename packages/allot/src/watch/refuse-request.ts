// Who may see a watched run: whoever has the token, asks this machine by its own name, and only reads.
import { createHash, timingSafeEqual } from 'node:crypto';

/** What a server knows of a request. */
export interface Asked {
  readonly method: string | undefined;
  /** The header `Host`. */
  readonly host: string | undefined;
  /** Path and query, as sent. */
  readonly url: string | undefined;
}

export interface Refusal {
  readonly status: 403 | 404 | 405;
  readonly reason: string;
}

/** What is asked for behind the token, or why it is refused. */
export function admit({ method, host, url }: Asked, token: string): 'page' | 'progress' | Refusal {
  if (!isOwnName(host))
    return { status: 403, reason: 'This server answers to 127.0.0.1 and localhost only.' };
  if (method !== 'GET') return { status: 405, reason: 'A run is only looked at here.' };
  const [, given = '', rest, ...more] = (url ?? '').split('/');
  if (!isEqual(given, token))
    return { status: 403, reason: 'The address lacks the token that allot watch printed.' };
  if (more.length === 0 && rest === '') return 'page';
  if (more.length === 0 && rest === 'progress') return 'progress';
  return { status: 404, reason: 'There is nothing here.' };
}

/**
 * A page of another site can point its own name at this machine (DNS rebinding); a browser then sends that name. Any port
 * is fine: behind `ssh -L` it is another one.
 */
const isOwnName = (host: string | undefined): boolean =>
  host !== undefined && /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i.test(host);

/** Takes the same time wherever the two differ. */
function isEqual(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
