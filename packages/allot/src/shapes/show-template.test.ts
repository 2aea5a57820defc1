import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import type { Terminal } from '../cli/terminal.js';
import { listTemplates } from './list-templates.js';
import type { ShapeFlags } from './shape-flags.js';
import { showTemplate } from './show-template.js';

function terminal(interactive: boolean): Terminal & { readonly written: string[] } {
  const sink = { interactive, color: false, columns: 72, closed: false };
  const written: string[] = [];
  return { written, out: (text) => written.push(text), error: () => {}, stdout: sink, stderr: sink };
}

async function shown(interactive: boolean, flags: ShapeFlags = {}): Promise<string> {
  const to = terminal(interactive);
  const template = templates.rewards.get('hbpo')!;
  expect(await showTemplate(to, { template, given: {} }, flags, undefined)).toBe(0);
  return to.written.join('\n');
}

test('the plot is drawn on a terminal, and elsewhere when it is asked for', async () => {
  const plot = '○ tiers change places';
  expect(await shown(true)).toContain(plot);
  expect(await shown(false)).not.toContain(plot);
  expect(await shown(false, { plot: true })).toContain(plot);
  expect(await shown(true, { json: true })).not.toContain(plot);
});

test('the list is as wide as the terminal, with every word of it', async () => {
  const to = terminal(true);
  await listTemplates(to, templates.rewards.values(), false);
  const lines = to.written.join('\n').split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
  expect(lines.join(' ')).toContain('hbpo-released');
});
