// Reads the emitted graphs and checks that each file fits its description.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, type EmittedGraph, type EmittedOnnx, type Phase, sha256 } from '@allot/spec';
import { reportEngine } from '../engine-catalog.js';
import type { GraphName, LoadedGraph } from './messages.js';

export type LoadedGraphs = Readonly<Record<GraphName, LoadedGraph>>;

export function loadGraphs(folder: string, manifest: EmittedOnnx): Phase<LoadedGraphs> {
  const diagnostics: Diagnostic[] = [];
  const elements = countParameters(manifest);
  const entries: [string, LoadedGraph][] = [];
  for (const [name, path] of Object.entries(manifest.graphs)) {
    const file = join(folder, path);
    try {
      entries.push([name, loadGraph(file, elements)]);
    } catch (error) {
      diagnostics.push(reportEngine('engine/files-damaged', { file, folder, reason: messageOf(error) }));
    }
  }
  if (diagnostics.length > 0) return [undefined, diagnostics];
  return [Object.fromEntries(entries) as LoadedGraphs, []];
}

/** Elements of the policy's flat parameter vector. */
export function countParameters(manifest: EmittedOnnx): number {
  return manifest.parameters.reduce(
    (end, { offset, shape }) => Math.max(end, offset + shape.reduce((product, size) => product * size, 1)),
    0,
  );
}

function loadGraph(file: string, parameters: number): LoadedGraph {
  const description = JSON.parse(readFileSync(file.replace(/\.onnx$/, '.json'), 'utf8')) as EmittedGraph;
  const content = readFileSync(file);
  if (sha256(content) !== description.sha256) throw new Error('the file was changed');
  for (const { name, flatOffset, elements, fileOffset } of description.weights) {
    if (fileOffset < 0 || fileOffset + 4 * elements > content.length) {
      throw new Error(`the weights of '${name}' lie outside the file`);
    }
    if (flatOffset < 0 || flatOffset + elements > parameters) {
      throw new Error(`the weights of '${name}' lie outside the policy's ${parameters} parameters`);
    }
  }
  const bytes = new SharedArrayBuffer(content.length);
  new Uint8Array(bytes).set(content);
  return { description, bytes };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
