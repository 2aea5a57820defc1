// Makes the diagnostics that belong to no single rule: loading, schema, overrides, outside facts.
import { reporter } from '@allot/spec';
import { factsCatalog } from './catalog-facts.js';
import { loadCatalog } from './catalog-load.js';
import { schemaCatalog } from './catalog-schema.js';

export const baseCatalog = { ...loadCatalog, ...schemaCatalog, ...factsCatalog };

export const report = reporter(baseCatalog);
