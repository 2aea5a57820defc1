import { describe, expect, test } from 'vitest';
import { createBuilder } from './builder.js';
import { createGraph, type Node } from './node.js';
import { verifyGraph } from './verify-graph.js';

describe('the builder', () => {
  test('gives equal applications the same node', () => {
    const g = createBuilder();
    const x = g.input('x', 'float32', ['batch', 4]);
    expect(g.exp(g.add(x, g.scalar(2)))).toBe(g.exp(g.add(x, g.scalar(2))));
  });

  test('leaves out what changes nothing', () => {
    const g = createBuilder();
    const x = g.input('x', 'float32', ['batch', 4]);
    expect(g.add(x, g.scalar(0))).toBe(x);
    expect(g.multiply(g.scalar(1), x)).toBe(x);
    expect(g.reshape(g.reshape(x, ['4*batch']), ['batch', 4])).toBe(x);
    expect(g.multiply(x, g.expand(g.scalar(3), ['batch', 4]))).toBe(g.scale(x, 3));
  });

  test.each<[string, (g: ReturnType<typeof createBuilder>, x: Node) => Node]>([
    ['do not broadcast', (g, x) => g.add(x, g.constant(new Float32Array(3), [3]))],
    ['types float32 and int32', (g, x) => g.add(x, g.integer(1))],
    ['5 is not 4', (g, x) => g.matmul(g.constant(new Float32Array(10), [2, 5]), x, { transposeB: true })],
    ['reshape of [batch, 4] to [batch, 5]', (g, x) => g.reshape(x, ['batch', 5])],
    ['slice 1:6 of axis 1', (g, x) => g.slice(x, 1, 1, 6)],
    ['axes 2 of [batch, 4]', (g, x) => g.sum(x, [2]) && g.max(x, [2])],
    ['even D', (g, x) => g.rotary(x, x, x)],
  ])('refuses operands that do not fit: %s', (message, build) => {
    const g = createBuilder();
    expect(() => build(g, g.input('x', 'float32', ['batch', 4]))).toThrow(message);
  });
});

describe('verifyGraph', () => {
  const g = createBuilder();
  const x = g.input('x', 'float32', [2]);
  const y = g.exp(x);
  const graph = createGraph('g', [x], { y });

  test('passes a sound graph through', () => {
    expect(verifyGraph(graph)).toBe(graph);
  });

  test.each([
    ['reads node 0 before it is computed', { ...graph, nodes: [y, x] }],
    ['is float32[3], not float32[2]', { ...graph, nodes: [x, { ...y, shape: [3] }] }],
    ["the name 'x' is used twice", createGraph('g', [x], { x: y })],
    ["the input 'x' is not declared", createGraph('g', [], { y })],
    ["the output 'y' is not computed", { ...graph, nodes: [x] }],
  ])('finds: %s', (message, broken) => {
    expect(() => verifyGraph(broken)).toThrow(message);
  });
});
