// What to do when a device is not there.
import type { Diagnostic } from '@allot/spec';
import type { EngineOptions } from '../../engine.js';
import { reportEngine } from '../engine-catalog.js';

type Accelerator = Exclude<EngineOptions['device'], 'cpu'>;

const remedies: Readonly<Record<Accelerator, string>> = {
  webgpu:
    "Install the GPU's Vulkan (Linux), Metal (macOS) or Direct3D 12 (Windows) driver, or use `device: cpu`.",
  cuda: 'On Linux x64 with an NVIDIA driver, CUDA 12 and cuDNN 9, run `npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12` to add the CUDA provider; or use `device: cpu`.',
};

export const deviceUnavailable = (device: Accelerator, reason: string): Diagnostic =>
  reportEngine(
    'engine/device-unavailable',
    { device, reason, remedy: remedies[device] },
    { path: 'engine.device' },
  );
