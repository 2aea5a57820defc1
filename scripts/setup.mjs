// What `npm start` and `npm test` share: install what is missing, then build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the repository's root with its output shown; returns its exit code. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
    env: { ...process.env, ...options.env },
  });
  if (error) console.error(`could not start ${command}: ${error.message}`);
  return status ?? 1;
}

/** Stops with a plain sentence when Node is too old, then installs and builds. */
export function installAndBuild() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Allot needs Node 20.19 or later; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  const lock = readFileSync(`${root}/package-lock.json`);
  const wanted = createHash('sha256').update(lock).digest('hex');
  const marker = `${root}/node_modules/.allot-install`;
  const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
  if (installed !== wanted) {
    // onnxruntime-node would otherwise download CUDA files that the embedded engine does not need.
    exitOnFailure(
      run('npm', ['ci', '--no-audit', '--no-fund'], { env: { ONNXRUNTIME_NODE_INSTALL: 'skip' } }),
    );
    writeFileSync(marker, wanted);
  }
  exitOnFailure(run('npx', ['turbo', 'run', 'build', '--output-logs=errors-only'], { env: quietTurbo }));
}

const quietTurbo = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };

export function exitOnFailure(code) {
  if (code !== 0) process.exit(code);
}
