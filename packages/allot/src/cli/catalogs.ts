// All diagnostics of all packages, by code.
import type { Catalog, CatalogEntry } from '@allot/spec';
import { allotCatalog } from '../catalog.js';

/** Every catalog entry, sorted by code. */
export async function catalogEntries(): Promise<ReadonlyMap<string, CatalogEntry>> {
  const [
    { compilerCatalog },
    { storeCatalog },
    { tasksCatalog },
    { engineCatalog, runtimeCatalog },
    { reportCatalog },
  ] = await Promise.all([
    import('@allot/compiler'),
    import('@allot/store'),
    import('@allot/tasks'),
    import('@allot/runtime'),
    import('@allot/report'),
  ]);
  const catalogs: readonly Catalog[] = [
    compilerCatalog,
    storeCatalog,
    tasksCatalog,
    runtimeCatalog,
    engineCatalog,
    reportCatalog,
    allotCatalog,
  ];
  return new Map(catalogs.flatMap((catalog) => Object.entries(catalog)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
