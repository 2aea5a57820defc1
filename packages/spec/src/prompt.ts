// What stands around a problem in every prompt: texts, or the chat template of the model.

export interface PromptDefinition {
  /** `chat`: the chat template of the model's own tokenizer; `plain`: the texts one after another. @default "plain" */
  readonly template?: 'plain' | 'chat';
  /** Which chat template, where the model brings several. @default "default" */
  readonly name?: string;
  /** System prompt; a tier's own follows it. Absent: none. */
  readonly system?: string;
  /** The user's turn; `{problem}` is replaced by the problem. @default "{problem}" */
  readonly user?: string;
  /** Values that the chat template reads, such as `enable_thinking`. @default {} */
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
  /** The day that a chat template takes for today, as 2026-11-30: prompts do not depend on the clock. Absent: a template that asks is refused. @pattern ^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$ */
  readonly today?: string;
}

/** The chat template of a plan, as the model brought it. */
export interface ChatTemplate {
  /** Jinja. */
  readonly text: string;
  /** Texts of the special tokens that it may read, such as `bos_token`. */
  readonly tokens: Readonly<Record<string, string>>;
}
