// Every example of the catalog fails as it says, and at a place.
import { describe, expect, test } from 'vitest';
import { completeDefinition } from '../testing/base-definitions.js';
import { codesOf, planText } from '../testing/check-text.js';
import { allotEntry } from '../testing/entry-path.js';
import { shapeCatalog } from './catalog-shape.js';

describe('examples', () => {
  test.each(Object.entries(shapeCatalog))('%s', async (code, { example: { language, text } }) => {
    const result =
      language === 'typescript'
        ? await planText(text, { name: 'definition.ts', types: false, allotEntry })
        : await planText(completeDefinition(text));
    expect(codesOf(result)).toContain(code);
    expect(result.diagnostics.find((found) => found.code === code)?.span).toBeDefined();
  });
});
