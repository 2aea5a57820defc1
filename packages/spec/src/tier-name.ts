// What a tier is called.

/** Its name, or its budget where it has none. */
export const tierName = ({ name, budget }: { readonly name?: string; readonly budget: number }): string =>
  name ?? String(budget);
