// The prompts of many problems at once, as text and tokens.
import type { Problem, ResolvedPrompt } from '@allot/spec';
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

/** In the order of the requests. */
export async function encodePrompts(
  requests: readonly PromptRequest[],
  { prompt, response }: PromptSettings,
  tokenizer: Tokenizer,
): Promise<readonly (Prompt | NoPrompt)[]> {
  if (!prompt?.chat) {
    const texts = prompt ?? { user: '{problem}' };
    return requests.map(({ problem, frame }) =>
      encodePlain(
        printPlain({ problem: userTurn(texts, problem, {}) }, response, plainFrame(texts, frame)),
        tokenizer,
      ),
    );
  }
  const { chat, variables, today } = prompt;
  const conversations = requests.map(({ problem, frame }) => conversation(prompt, problem, frame));
  const outcome = await renderTemplate({
    template: chat.text,
    contexts: conversations.map((messages) => templateContext(messages, chat, variables)),
    ...(today === undefined ? {} : { today }),
  });
  return conversations.map((messages, index) => {
    if ('exceeded' in outcome) return { failed: outcome.exceeded };
    if (outcome.malformed !== undefined) return { failed: outcome.malformed };
    const rendering = outcome.renderings[index];
    if (!rendering || 'failed' in rendering) return { failed: rendering?.failed ?? 'it gave nothing' };
    const dropped = droppedRole(rendering.text, messages);
    if (dropped !== undefined) return { failed: `it leaves out the text of the ${dropped}` };
    const text = openReasoning(rendering.text, response);
    if (!tokenizer.canEncode(text)) return { failed: 'the tokenizer cannot express what it gives' };
    return { text, tokens: tokenizer.encode(text) };
  });
}

const plainFrame = (texts: Pick<ResolvedPrompt, 'system' | 'user'>, frame: PromptFrame): PromptFrame => ({
  ...frame,
  system: systemText(texts, frame),
});
