import { expectTypeOf, test } from 'vitest';
import { defineCatalog, reporter } from './catalog.js';
import type { Diagnostic } from './diagnostic.js';

const report = reporter(
  defineCatalog({
    'area/slug': {
      severity: 'error',
      message: 'The {thing} is wrong.',
      help: 'Mend it in {place}.',
      why: '',
      example: { language: 'yaml', text: '' },
    },
  }),
);

test('placeholders of message and help are required', () => {
  expectTypeOf(report('area/slug', { thing: 'a', place: 1 })).toEqualTypeOf<Diagnostic>();
  // @ts-expect-error place is missing
  report('area/slug', { thing: 'a' });
  // @ts-expect-error no such placeholder
  report('area/slug', { thing: 'a', place: 'b', extra: 'c' });
  // @ts-expect-error no such code
  report('area/slag', { thing: 'a', place: 'b' });
  // @ts-expect-error text or a number
  report('area/slug', { thing: {}, place: 'b' });
});
