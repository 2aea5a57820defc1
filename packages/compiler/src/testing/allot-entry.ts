// Stands in for the `allot` package in tests of TypeScript definitions.
import type { TemplateReference } from '@allot/spec';

export * from '@allot/spec';

export const rewards = {
  hbpo: (parameters: { readonly beta?: number } = {}): TemplateReference => ({
    template: 'hbpo',
    parameters,
  }),
} as const;

export const advantages = {
  hbpo: (): TemplateReference => ({ template: 'hbpo' }),
} as const;
