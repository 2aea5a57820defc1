import { expect, test } from 'vitest';
import { BrailleCanvas } from './braille-canvas.js';

const plain = (text: string): string => text;

test('every dot has its place in the character', () => {
  const canvas = new BrailleCanvas(4, 2);
  for (const [x, y] of [
    [0, 0],
    [3, 3],
    [4, 4],
    [7, 7],
  ] as const)
    canvas.dot(x, y, plain);
  expect(canvas.lines()).toEqual(['⠁⢀  ', '  ⠁⢀']);
});

test('a written character covers dots, the last ink colours its cell, and nothing is drawn outside', () => {
  const canvas = new BrailleCanvas(2, 1);
  canvas.dot(0, 0, plain);
  canvas.dot(2, 0, plain);
  canvas.dot(3, 0, (text) => `<${text}>`);
  canvas.write(0, 0, 'a', plain);
  for (const [x, y] of [
    [-1, 0],
    [4, 0],
    [0, 4],
  ] as const)
    canvas.dot(x, y, plain);
  canvas.write(2, 0, 'b', plain);
  expect(canvas.lines(() => '.')).toEqual(['a<⠉>']);
  expect([canvas.isWritten(0, 0), canvas.isWritten(1, 0)]).toEqual([true, false]);
});
