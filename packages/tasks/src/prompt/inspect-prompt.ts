// Looks at the prompts of a definition for the compiler: renders one for every frame and says what is wrong with it.
import type { ChatTemplate, Diagnostic, Phase, PromptInspection, PromptRequest } from '@allot/spec';
import { report } from '../catalog.js';
import { loadTokenizer } from '../tokenizer/load.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { readChatFiles } from './chat-files.js';
import {
  closesReasoning,
  conversation,
  droppedRole,
  type Message,
  openReasoning,
  systemText,
  templateContext,
  userTurn,
} from './chat-prompt.js';
import { encodePlain, printPlain } from './plain-prompt.js';
import { renderTemplate } from './render-template.js';
import type { Rendering, TemplateAnswer } from './run-template.js';

/** Stands for a problem: a text that no template writes by itself. */
const problem = { problem: 'What is 3+4*7? (No. 5839)' };

/** What the assistant says, to see how the template ends it. */
const answer = 'It is 31. (No. 6047)';

/** Diagnostics: those of `loadTokenizer`, and `prompt/*` with the path of the setting that is to be mended. */
export async function inspectPrompt(request: PromptRequest): Promise<Phase<PromptInspection>> {
  const [tokenizer, diagnostics] = loadTokenizer(request.tokenizer);
  if (!tokenizer) return [undefined, diagnostics];
  return request.prompt.template === 'chat'
    ? inspectChat(request, tokenizer)
    : [
        {
          frameTokens: Math.max(...framesOf(request).map((frame) => plainTokens(request, frame, tokenizer))),
        },
        [],
      ];
}

const framesOf = ({ frames }: PromptRequest) => [{}, ...frames];

function plainTokens(
  { prompt, response }: PromptRequest,
  frame: PromptRequest['frames'][number],
  tokenizer: Tokenizer,
): number {
  const empty = { problem: userTurn(prompt, { problem: '' }, {}) };
  const text = printPlain(empty, response, { ...frame, system: systemText(prompt, frame) });
  return tokenizer.canEncode(text) ? encodePlain(text, tokenizer).tokens.length : 0;
}

const at = (path: string, diagnostic: Diagnostic): Phase<never> => [undefined, [{ ...diagnostic, path }]];

async function inspectChat(request: PromptRequest, tokenizer: Tokenizer): Promise<Phase<PromptInspection>> {
  const { prompt } = request;
  const { templates, tokens } = readChatFiles(request.tokenizer);
  if (templates.size === 0) return at('prompt.template', report('prompt/no-template', {}));
  const text = templates.get(prompt.name);
  if (text === undefined) {
    const names = [...templates.keys()].join(', ');
    return at('prompt.name', report('prompt/unknown-template', { name: prompt.name, names }));
  }
  const chat = { text, tokens };
  const asked = framesOf(request).map((frame) => conversation(prompt, problem, frame));
  const answered = [...(asked[0] as readonly Message[]), { role: 'assistant', content: answer } as const];
  const outcome = await renderTemplate({
    template: text,
    contexts: [
      ...asked.map((messages) => templateContext(messages, chat, prompt.variables)),
      templateContext(answered, chat, prompt.variables, false),
    ],
    ...(prompt.today === undefined ? {} : { today: prompt.today }),
  });
  if ('exceeded' in outcome)
    return at('prompt.template', report('prompt/template-fails', { reason: outcome.exceeded, missing: '' }));
  const mistakes = findMistakes(request, outcome, asked);
  if (mistakes.length > 0) return [undefined, mistakes];
  const texts = outcome.renderings.map((rendering) => ('text' in rendering ? rendering.text : undefined));
  return measure(request, tokenizer, chat, texts.slice(0, asked.length) as string[], texts.at(-1));
}

/** One diagnostic for each way in which a template does not do. */
function findMistakes(
  { prompt, response }: PromptRequest,
  { malformed, reads, renderings }: TemplateAnswer,
  asked: readonly (readonly Message[])[],
): readonly Diagnostic[] {
  const mistake = (path: string, diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, path });
  if (malformed !== undefined)
    return [mistake('prompt.template', report('prompt/template-malformed', { reason: malformed }))];
  const unread = Object.keys(prompt.variables).filter((name) => !reads.includes(name));
  const unknown = unread.map((name) =>
    mistake(`prompt.variables.${name}`, report('prompt/unknown-variable', { name })),
  );
  for (const [index, messages] of asked.entries()) {
    const rendering = renderings[index] as Rendering;
    if ('failed' in rendering) return [...unknown, failure(rendering)];
    const dropped = droppedRole(rendering.text, messages);
    if (dropped !== undefined) {
      const path = dropped === 'system' && prompt.system !== undefined ? 'prompt.system' : 'prompt.template';
      const what = dropped === 'system' ? 'the system prompt' : 'the problem';
      return [...unknown, mistake(path, report('prompt/text-dropped', { what }))];
    }
    const user = messages.at(-1)?.content ?? '';
    if (closesReasoning(rendering.text, user, response)) {
      const tag = response.reasoningClose;
      return [...unknown, mistake('prompt.template', report('prompt/reasoning-closed', { tag }))];
    }
  }
  return unknown;
}

function failure({
  failed,
  missing,
  asksForToday,
}: Extract<Rendering, { readonly failed: string }>): Diagnostic {
  if (asksForToday) return { ...report('prompt/asks-for-today', {}), path: 'prompt.template' };
  const without = missing.length === 0 ? '' : `; it found no value for ${missing.join(', ')}`;
  return {
    ...report('prompt/template-fails', { reason: failed, missing: without }),
    path: 'prompt.template',
  };
}

function measure(
  { response }: PromptRequest,
  tokenizer: Tokenizer,
  chat: ChatTemplate,
  rendered: readonly string[],
  conversationText: string | undefined,
): Phase<PromptInspection> {
  const texts = rendered.map((text) => openReasoning(text, response));
  const wrong = texts.find((text) => !tokenizer.canEncode(text));
  if (wrong !== undefined) return at('prompt.template', report('prompt/not-expressible', {}));
  const own = tokenizer.encode(problem.problem).length;
  const frameTokens = Math.max(...texts.map((text) => tokenizer.encode(text).length - own));
  const endOfTurn = conversationText === undefined ? undefined : endAfter(conversationText, tokenizer);
  return [{ chat, frameTokens, ...(endOfTurn === undefined ? {} : { endOfTurn }) }, []];
}

/** The special token that follows the assistant's text in a conversation. */
function endAfter(text: string, tokenizer: Tokenizer): number | undefined {
  const place = text.lastIndexOf(answer);
  if (place < 0) return undefined;
  const rest = text.slice(place + answer.length).trimStart();
  const specials = Object.entries(tokenizer.specialTokens).filter(([special]) => rest.startsWith(special));
  return specials.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}
