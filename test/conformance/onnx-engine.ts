// An onnx engine on a small decoder; graphs of one loss are emitted once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DecoderConfig, TrainGraphOptions } from '@allot/graph';
import { type Engine, type EngineOptions, openOnnxEngine } from '@allot/runtime';
import { type EmittedOnnx, sha256 } from '@allot/spec';
import { emitEngine } from './emit-engine.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-onnx-'));
const emitted = new Map<string, EmittedOnnx>();

export const removeGraphs = (): void => rmSync(folder, { recursive: true });

export async function openOnnx(
  decoder: DecoderConfig,
  objective: TrainGraphOptions['objective'],
  options: Pick<EngineOptions, 'state' | 'workers' | 'reference'>,
): Promise<Engine> {
  const key = sha256(JSON.stringify([decoder, objective])).slice(0, 12);
  const place = join(folder, key);
  const manifest = emitted.get(key) ?? emitEngine(place, decoder, objective);
  emitted.set(key, manifest);
  const [opened, diagnostics] = await openOnnxEngine({ ...options, folder: place, manifest, device: 'cpu' });
  if (opened === undefined) throw new Error(JSON.stringify(diagnostics));
  return opened;
}
