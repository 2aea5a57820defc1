// Every diagnostic of the compiler, by code.
import type { Catalog } from '@allot/spec';
import { rules } from '../rules/index.js';
import { baseCatalog } from './report.js';

export const compilerCatalog: Catalog = Object.assign({}, baseCatalog, ...rules.map((rule) => rule.catalog));
