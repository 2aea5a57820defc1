// The prompts of many problems at once, as text and tokens.
import type { ChatTemplate, Problem, ResolvedPrompt } from '@allot/spec';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import {
  conversation,
  droppedRole,
  openReasoning,
  systemText,
  templateContext,
  userTurn,
} from './chat-prompt.js';
import { encodePlain, type Prompt, type PromptFrame, printPlain } from './plain-prompt.js';
import { renderTemplate } from './render-template.js';

export interface PromptSettings {
  /** Absent: plain, without further texts. */
  readonly prompt?: ResolvedPrompt;
  readonly response: { readonly reasoningOpen: string; readonly reasoningClose: string };
}

export interface PromptRequest {
  readonly problem: Pick<Problem, 'problem'>;
  readonly frame: PromptFrame;
}

/** Why a problem has no prompt. */
export interface NoPrompt {
  readonly failed: string;
}

/** Prompts that one thread renders: few enough for its limits, whatever the size of an evaluation. */
const AT_ONCE = 500;

/** In the order of the requests. */
export async function encodePrompts(
  requests: readonly PromptRequest[],
  { prompt, response }: PromptSettings,
  tokenizer: Tokenizer,
): Promise<readonly (Prompt | NoPrompt)[]> {
  if (!prompt?.chat) {
    const texts = prompt ?? { user: '{problem}' };
    return requests.map(({ problem, frame }) => {
      const asked = { problem: userTurn(texts, problem, {}) };
      const around = { ...frame, system: systemText(texts, frame) };
      return encodePlain(printPlain(asked, response, around), tokenizer);
    });
  }
  const prompts: (Prompt | NoPrompt)[] = [];
  for (let start = 0; start < requests.length; start += AT_ONCE) {
    const part = requests.slice(start, start + AT_ONCE);
    prompts.push(...(await encodeChats(part, { ...prompt, chat: prompt.chat }, response, tokenizer)));
  }
  return prompts;
}

async function encodeChats(
  requests: readonly PromptRequest[],
  prompt: ResolvedPrompt & { readonly chat: ChatTemplate },
  response: PromptSettings['response'],
  tokenizer: Tokenizer,
): Promise<readonly (Prompt | NoPrompt)[]> {
  const { chat, variables, today } = prompt;
  const conversations = requests.map(({ problem, frame }) => conversation(prompt, problem, frame));
  const outcome = await renderTemplate({
    template: chat.text,
    contexts: conversations.map((messages) => templateContext(messages, chat, variables)),
    ...(today === undefined ? {} : { today }),
  });
  if ('exceeded' in outcome) return conversations.map(() => ({ failed: outcome.exceeded }));
  const { malformed, renderings } = outcome;
  return conversations.map((messages, index) => {
    const rendering = renderings[index];
    if (!rendering) return { failed: malformed ?? 'it gave nothing' };
    if ('failed' in rendering) return { failed: rendering.failed };
    const dropped = droppedRole(rendering.text, messages);
    if (dropped !== undefined) return { failed: `it leaves out the text of the ${dropped}` };
    const text = openReasoning(rendering.text, response);
    if (!tokenizer.canEncode(text)) return { failed: 'the tokenizer cannot express what it gives' };
    return { text, tokens: tokenizer.encode(text) };
  });
}
