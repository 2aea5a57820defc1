import { expect, test } from 'vitest';
import { printCommand, torchCommands } from './torch-commands.js';

const environment = { folder: '/home/me/torch venv', python: '/home/me/torch venv/bin/python', worker: '/w' };

test('with uv', () => {
  expect(torchCommands(environment, { uv: true }).map(printCommand)).toEqual([
    "uv venv --allow-existing --python '>=3.10,<3.14' '/home/me/torch venv'",
    "uv pip install --python '/home/me/torch venv/bin/python' --requirement /w/requirements.txt",
  ]);
});

test('without it, with a Python that was named', () => {
  expect(torchCommands(environment, { uv: false, python: 'python3.12' }).map(printCommand)).toEqual([
    "python3.12 -m venv '/home/me/torch venv'",
    "'/home/me/torch venv/bin/python' -m pip install --requirement /w/requirements.txt",
  ]);
});

test('with vLLM, which needs a later Python', () => {
  expect(torchCommands(environment, { uv: true }, true).map(printCommand)).toEqual([
    "uv venv --allow-existing --python '>=3.11,<3.14' '/home/me/torch venv'",
    "uv pip install --python '/home/me/torch venv/bin/python' --requirement /w/requirements-vllm.txt",
  ]);
});
