// The diagnostics of watching a run.
import { defineCatalog, reporter } from '@allot/spec';

export const watchCatalog = defineCatalog({
  'watch/port': {
    severity: 'error',
    message: 'The page cannot be served on port {port}: {problem}.',
    help: 'Choose another port, or leave --port away: then one that is free is taken.',
    why: 'A port serves one program at a time, ports below 1024 belong to the system, and browsers open no page on a port of some other protocols (6000 is that of X11).',
    example: {
      language: 'shell',
      text: 'allot watch runs/quickstart-1 --port 8000 & allot watch runs/quickstart-2 --port 8000',
    },
  },
  'watch/of-step': {
    severity: 'error',
    message: 'A run is watched as a whole, and {directory} names its step {step}.',
    help: 'Name the folder of the run alone.',
    why: 'allot watch shows a run while it goes on. What one checkpoint can do is measured with allot eval.',
    example: { language: 'shell', text: 'allot watch runs/quickstart-1@25' },
  },
});

export const reportWatch = reporter(watchCatalog);
