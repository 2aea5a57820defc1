// Makes the diagnostics that belong to no single rule: loading, schema, overrides, outside facts.
import { reporter } from '@allot/spec';
import { shapeCatalog } from '../shape/catalog-shape.js';
import { factsCatalog } from './catalog-facts.js';
import { loadCatalog } from './catalog-load.js';
import { schemaCatalog } from './catalog-schema.js';

export const baseCatalog = { ...loadCatalog, ...schemaCatalog, ...factsCatalog, ...shapeCatalog };

export const report = reporter(baseCatalog);
