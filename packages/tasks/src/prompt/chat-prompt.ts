// A problem as a conversation for a chat template, and the rendered text as a prompt that ends with the reasoning tag.
import type { ChatTemplate, Problem, ResolvedPrompt } from '@allot/spec';
import type { PromptFrame } from './plain-prompt.js';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

type Texts = Pick<ResolvedPrompt, 'system' | 'user'>;

/** The user's turn: the problem in its frame. */
export const userTurn = (
  { user }: Texts,
  { problem }: Pick<Problem, 'problem'>,
  { promptSuffix = '' }: PromptFrame,
): string => user.replaceAll('{problem}', () => problem) + promptSuffix;

/** The system prompt, the definition's before the tier's; empty where there is none. */
export const systemText = ({ system = '' }: Texts, frame: PromptFrame): string =>
  system + (frame.system ?? '');

export function conversation(
  texts: Texts,
  problem: Pick<Problem, 'problem'>,
  frame: PromptFrame,
): readonly Message[] {
  const system = systemText(texts, frame);
  const user: Message = { role: 'user', content: userTurn(texts, problem, frame) };
  return system === '' ? [user] : [{ role: 'system', content: system }, user];
}

/** Variables of a template as transformers' apply_chat_template sets them, and the definition's own. */
export const templateContext = (
  messages: readonly Message[],
  { tokens }: ChatTemplate,
  variables: ResolvedPrompt['variables'],
  generate = true,
): Readonly<Record<string, unknown>> => ({
  tools: null,
  documents: null,
  ...tokens,
  ...variables,
  messages,
  add_generation_prompt: generate,
});

interface Tags {
  readonly reasoningOpen: string;
  readonly reasoningClose: string;
}

/** The rendered text with the reasoning tag at its end, white space aside, exactly once. */
export const openReasoning = (rendered: string, { reasoningOpen }: Tags): string =>
  rendered.trimEnd().endsWith(reasoningOpen.trimEnd()) ? rendered : rendered + reasoningOpen;

/** Whether a rendered text closes the reasoning behind the user's turn, as templates do for models that are not to think. */
export const closesReasoning = (rendered: string, user: string, { reasoningClose }: Tags): boolean => {
  const at = rendered.lastIndexOf(user.trim());
  return (
    reasoningClose !== '' && rendered.slice(at < 0 ? 0 : at + user.trim().length).includes(reasoningClose)
  );
};

/** Which text of a conversation is not in what was rendered of it; white space around a text may be cut. */
export const droppedRole = (rendered: string, messages: readonly Message[]): Message['role'] | undefined =>
  messages.find(({ content }) => !rendered.includes(content.trim()))?.role;
