// Whether onnxruntime loads, and what it can run on.
import { createRequire } from 'node:module';
import type { HealthCheck } from '../documents/doctor-document.js';

interface OnnxRuntime {
  listSupportedBackends(): readonly { readonly name: string; readonly bundled: boolean }[];
}

/** Loads onnxruntime the way the runtime does. */
export async function examineEngine(): Promise<readonly HealthCheck[]> {
  try {
    const { refuseTelemetry } = await import('@allot/runtime');
    refuseTelemetry();
    const require = createRequire(import.meta.resolve('@allot/runtime'));
    const { version } = require('onnxruntime-node/package.json') as { version: string };
    const backends = (require('onnxruntime-node') as OnnxRuntime).listSupportedBackends();
    const devices = backends.flatMap(({ name, bundled }) => (bundled ? [name] : [])).join(', ');
    return [{ name: 'onnxruntime', status: 'ok', found: `${version}, providers ${devices}` }];
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    const help =
      'Install again with `npm install`; onnxruntime comes for Linux, macOS and Windows on x64 and arm64.';
    return [{ name: 'onnxruntime', status: 'error', found: `cannot be loaded: ${reason}`, help }];
  }
}
