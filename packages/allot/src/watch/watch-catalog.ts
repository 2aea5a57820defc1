// The diagnostics of watching a run.
import { defineCatalog, reporter } from '@allot/spec';

export const watchCatalog = defineCatalog({
  'watch/port': {
    severity: 'error',
    message: 'The page cannot be served on port {port}: {problem}.',
    help: 'Choose another port, or leave --port away: then one that is free is taken.',
    why: 'A port serves one program at a time, and ports below 1024 belong to the system.',
    example: {
      language: 'shell',
      text: 'allot watch runs/quickstart-1 --port 8000 & allot watch runs/quickstart-2 --port 8000',
    },
  },
});

export const reportWatch = reporter(watchCatalog);
