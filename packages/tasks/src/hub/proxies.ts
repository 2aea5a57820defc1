// The proxies that the environment names, as other tools read them: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case of letters.
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { report } from '../catalog.js';
import { HubFailure } from './hub-failure.js';

/** Addresses, without a scheme for http; empty where there is none. */
export interface Proxies {
  /** Also for https where that has none of its own. */
  readonly HTTP_PROXY: string;
  readonly HTTPS_PROXY: string;
  /** Hosts that are asked directly, with commas between them; `*` for all. */
  readonly NO_PROXY: string;
}

export const proxiesFrom = (environment: Readonly<Record<string, string | undefined>>): Proxies => {
  const read = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  return {
    HTTP_PROXY: read('HTTP_PROXY'),
    HTTPS_PROXY: read('HTTPS_PROXY'),
    NO_PROXY: read('NO_PROXY'),
  };
};

/** By all that they say: connections are kept for further requests. */
const opened = new Map<string, Dispatcher>();

/** What sends requests on their way. Throws a HubFailure: `hub/bad-proxy`. */
export function dispatcherOf(proxies: Proxies): Dispatcher {
  const key = JSON.stringify(proxies);
  const known = opened.get(key);
  if (known) return known;
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: addressOf('HTTP_PROXY', proxies),
    httpsProxy: addressOf('HTTPS_PROXY', proxies),
    noProxy: proxies.NO_PROXY,
  });
  opened.set(key, dispatcher);
  return dispatcher;
}

/** The proxy that requests to an address go through, without its password; undefined where they go directly. */
export function proxyFor(
  url: string,
  proxies: Proxies,
): { readonly variable: string; readonly address: string } | undefined {
  if (!URL.canParse(url) || isDirect(new URL(url), proxies.NO_PROXY)) return undefined;
  const isHttps = new URL(url).protocol === 'https:';
  const variable = isHttps && proxies.HTTPS_PROXY.trim() !== '' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const address = addressOf(variable, proxies);
  return address === '' ? undefined : { variable, address: withoutCredentials(address) };
}

/** Whether NO_PROXY names the host, a domain around it, or all: as the dispatcher reads it. */
function isDirect({ protocol, host, port }: URL, list: string): boolean {
  if (list === '*') return true;
  const name = host.replace(/:\d*$/, '');
  const usedPort = port === '' ? { 'http:': '80', 'https:': '443' }[protocol] : port;
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, domain = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const bare = domain.replace(/^\*?\./, '');
      return (only === undefined || only === usedPort) && (name === bare || name.endsWith(`.${bare}`));
    });
}

function addressOf(variable: 'HTTP_PROXY' | 'HTTPS_PROXY', proxies: Proxies): string {
  const value = proxies[variable].trim();
  if (value === '') return '';
  const address = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new HubFailure(report('hub/bad-proxy', { variable, value: withoutCredentials(value) }));
  return address;
}

const withoutCredentials = (address: string): string => address.replace(/[^/]*@/, '');
