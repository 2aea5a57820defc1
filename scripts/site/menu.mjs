// The order of pages in the menu. A guide that is not named here stands at the end of the guides.

const groups = [
  ['Start', ['index.html']],
  [
    'Write',
    [
      'shapes/index.html',
      'shapes/gallery.html',
      'objectives.html',
      'datasets.html',
      'models.html',
      'prompts.html',
      'grading.html',
    ],
  ],
  ['Run', ['guards.html', 'torch.html', 'verl.html', 'trl.html', 'hostile-input.html']],
  ['Judge', ['evaluation.html', 'compare.html', 'monitor.html', 'tracking.html']],
  ['More guides', []],
  ['Look up', ['commands.html', 'diagnostics.html', 'pipelines.html', 'api/index.html']],
  ['Inside', ['architecture.html', 'performance.html', 'log.html', 'contributing.html']],
];

/** Groups of `{ path, title }`; pages of single templates are reached from the gallery. */
export function menuOf(pages) {
  const titles = new Map(pages.map(({ path, title }) => [path, title]));
  const named = new Set(groups.flatMap(([, paths]) => paths));
  const others = [...titles.keys()].filter((path) => !named.has(path) && !path.startsWith('shapes/'));
  return groups
    .map(([title, paths]) => ({
      title,
      pages: (title === 'More guides' ? others : paths.filter((path) => titles.has(path))).map((path) => ({
        path,
        title: titles.get(path),
      })),
    }))
    .filter(({ pages: shown }) => shown.length > 0);
}
