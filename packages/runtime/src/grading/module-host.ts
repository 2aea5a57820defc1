// A program that loads a verifier's module and answers JSON Lines with what its function says.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';

interface Question {
  readonly id: number;
  readonly problem: string;
  readonly answer: string;
  readonly response: string;
}

type Verify = (question: Omit<Question, 'id'>) => unknown;

// What a verifier prints is for people; stdout carries the answers.
console.log = console.error;
console.info = console.error;
console.debug = console.error;

const say = (answer: Readonly<Record<string, unknown>>): void =>
  void process.stdout.write(`${JSON.stringify(answer)}\n`);

const verify = await load(process.argv[2] ?? '').catch((error: unknown) => {
  // Without the stack, which would be of this program and not of the module.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...question } = JSON.parse(line) as Question;
  say(await judge(id, question));
}

async function load(file: string): Promise<Verify> {
  const found = await createJiti(pathToFileURL(file).href).import<unknown>(file, { default: true });
  if (typeof found !== 'function') throw new Error(`${file} has no function as its default export`);
  return found as Verify;
}

async function judge(id: number, question: Omit<Question, 'id'>): Promise<Readonly<Record<string, unknown>>> {
  try {
    const said = await verify(question);
    return typeof said === 'object' && said !== null ? { ...said, id } : { id, correct: said };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
