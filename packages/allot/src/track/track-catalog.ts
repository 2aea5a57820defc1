// Diagnostics of handing a run to a tracking tool.
import { defineCatalog } from '@allot/spec';

export const trackCatalog = defineCatalog({
  'track/nowhere': {
    severity: 'error',
    message: 'Nothing says where the runs go.',
    help: 'Add --tensorboard DIR, --mlflow URL or --wandb DIR; several are fine.',
    why: 'allot track writes the metrics and the settings of runs for another tool, and for no tool by itself.',
    example: { language: 'shell', text: 'allot track runs/quickstart-1' },
  },
  'track/same-name': {
    severity: 'error',
    message: 'Two of these run folders are called {name}.',
    help: 'Track them one by one, into different folders.',
    why: 'A tool tells runs apart by the name of their folder.',
    example: { language: 'shell', text: 'allot track mine/hbpo-1 yours/hbpo-1 --tensorboard board' },
  },
});
