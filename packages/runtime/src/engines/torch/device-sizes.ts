// Sizes picked by what is free on the worker's device when the engine is opened.
import { freemem } from 'node:os';
import { type BatchSizes, type EmittedTorch, pickSizes, type TorchDevice } from '@allot/spec';
import type { Hello } from './messages.js';

/** Undefined where the manifest has no model of memory. */
export function sizesOf(
  { memory }: EmittedTorch,
  device: TorchDevice,
  { devices }: Hello,
): BatchSizes | undefined {
  if (!memory) return undefined;
  const gpu = devices.find(({ name }) => name === 'cuda');
  const bytes = device === 'cpu' ? Math.min(freemem(), process.constrainedMemory() || freemem()) : gpu?.free;
  return bytes === undefined ? undefined : pickSizes(memory[device], device, bytes);
}
