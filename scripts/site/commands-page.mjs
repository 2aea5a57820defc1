// Every command on one page, with the help that it prints.
import { runCommandLine } from '../../packages/allot/dist/cli/program.js';
import { codeBlock } from './markdown.mjs';

export async function commandsPage() {
  const overview = await helpOf([]);
  const names = [...overview.matchAll(/^ {2}([a-z]+) .*$/gm)].map(([, name]) => name);
  const commands = names.slice(0, names.indexOf('help'));
  const sections = await Promise.all(
    commands.map(async (name) => `<h2 id="${name}">allot ${name}</h2>\n${codeBlock(await helpOf([name]))}`),
  );
  const html = `<h1>Commands</h1>\n${codeBlock(overview)}${sections.join('')}`;
  return { path: 'commands.html', title: 'Commands', html };
}

async function helpOf(command) {
  const lines = [];
  const sink = { color: false, interactive: false, columns: 100, closed: false };
  const terminal = { out: (text) => lines.push(text), error: () => {}, stdout: sink, stderr: sink };
  await runCommandLine([...command, '--help'], terminal);
  return lines.join('\n');
}
