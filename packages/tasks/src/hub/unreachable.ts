// The failure of requests that did not come through, with the proxy that they were sent to.
import { report } from '../catalog.js';
import { HubFailure } from './hub-failure.js';
import { type Proxies, proxyFor } from './proxies.js';

export function unreachable(url: string, reason: string, proxies: Proxies): HubFailure {
  const proxy = proxyFor(url, proxies);
  const through = proxy === undefined ? '' : ` through the proxy ${proxy.address} of ${proxy.variable}`;
  return new HubFailure(report('hub/unreachable', { url, through, reason }));
}
