// The token that Ray's clusters ask for, from where Ray's own clients have it.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** RAY_AUTH_TOKEN, or the file RAY_AUTH_TOKEN_PATH, or ~/.ray/auth_token; undefined where there is none. */
export function rayToken(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const given = environment.RAY_AUTH_TOKEN?.trim();
  if (given) return given;
  const file = environment.RAY_AUTH_TOKEN_PATH ?? join(homedir(), '.ray', 'auth_token');
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
