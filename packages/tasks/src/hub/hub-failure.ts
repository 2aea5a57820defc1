// What stands between a user and a file of the hub, as a diagnostic that is thrown as far as `locateHubFiles`.
import type { Diagnostic } from '@allot/spec';
import { report } from '../catalog.js';
import type { HubAccess } from './hub-access.js';

export class HubFailure extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** The failure that an answer of the hub means, where trying again would not help. */
export function failureOfStatus(
  status: number,
  repo: string,
  url: string,
  { token, endpoint }: HubAccess,
): HubFailure {
  const page = `${endpoint}/datasets/${repo}`;
  if (status === 401 || status === 403) {
    const remedy = token
      ? 'The token in HF_TOKEN does not open it: make one that may read gated repositories'
      : 'Put a token of yours into HF_TOKEN';
    return new HubFailure(report('hub/no-access', { repo, status, remedy, page }));
  }
  if (status === 404) return new HubFailure(report('hub/not-found', { repo, url }));
  return new HubFailure(report('hub/refused', { url, status }));
}
