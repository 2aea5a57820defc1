// How the hub is reached: endpoint, token and cache from the environment, and whether anything may be downloaded.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Proxies, proxiesFrom } from './proxies.js';

export interface HubAccess {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token?: string;
  readonly proxies: Proxies;
  /** Folder of downloaded files. */
  readonly cache: string;
  /** `never`: only the cache is looked at. `offline`: the same, because the environment says so though a download is wanted. */
  readonly download: 'always' | 'never' | 'offline';
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Told before every try of a request. */
  readonly onRequest?: (request: HubRequest) => void;
  /** Cancels downloads; what has been received stays for the next time. */
  readonly signal?: AbortSignal;
  /** First pause before a request is tried again; each further one is twice as long. */
  readonly retryMilliseconds: number;
  /** Longest silence of the hub. */
  readonly idleMilliseconds: number;
}

export interface HubRequest {
  readonly endpoint: string;
  readonly repo: string;
  /** From 1 on. */
  readonly attempt: number;
  readonly mostAttempts: number;
}

export interface DownloadProgress {
  /** Repository and path. */
  readonly file: string;
  readonly received: number;
  readonly total: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `HF_ENDPOINT`, `HF_TOKEN`, the proxies, `ALLOT_CACHE` (else `~/.cache/allot`), and `HF_HUB_OFFLINE` or `ALLOT_OFFLINE`, where
 * 1, true, yes and on switch downloads off.
 */
export function hubAccessFrom(
  environment: Environment,
  download: 'always' | 'never',
  details: Pick<HubAccess, 'onProgress' | 'onRequest' | 'signal'> = {},
): HubAccess {
  const { HF_ENDPOINT: endpoint, HF_TOKEN: token, ALLOT_CACHE: cache } = environment;
  const isOffline = [environment.HF_HUB_OFFLINE, environment.ALLOT_OFFLINE].some(isOn);
  return {
    endpoint: (endpoint || 'https://huggingface.co').replace(/\/+$/, ''),
    ...(token ? { token } : {}),
    proxies: proxiesFrom(environment),
    cache: join(cache || join(homedir(), '.cache', 'allot'), 'hub'),
    download: download === 'always' && isOffline ? 'offline' : download,
    retryMilliseconds: 500,
    idleMilliseconds: 30_000,
    ...details,
  };
}

const isOn = (value: string | undefined): boolean => /^(?:1|true|yes|on)$/i.test(value ?? '');
