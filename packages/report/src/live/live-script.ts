// What keeps a page live: it asks how the run is, and when the run has something new it puts the new page in the place of
// the old one, with what the reader had opened, sorted and scrolled to.

/** After `sortScript`, whose functions it uses. The page has a bar `#live` (live-page.ts) and is served beside `progress`. */
export const liveScript = `
const everyMilliseconds = 1500;
const bar = document.getElementById('live');
let shown = bar.dataset.version;

/** Where an element lies, so that it is found again in a new page: the part of the page, and which of its kind there. */
function placeOf(element) {
  const home = element.parentElement.closest('[id]') ?? document.body;
  const name = element.localName;
  return { id: home.id, name, index: [...home.querySelectorAll(name)].indexOf(element) };
}
function find({ id, name, index }) {
  const home = id === '' ? document.body : document.getElementById(id);
  return home?.querySelectorAll(name)[index];
}

function remember(main) {
  const all = (selector) => [...main.querySelectorAll(selector)];
  const section = all('section[id]').find((one) => one.getBoundingClientRect().bottom > 0);
  const active = main.contains(document.activeElement) ? document.activeElement : undefined;
  return {
    folds: all('details').map((one) => ({ place: placeOf(one), open: one.open })),
    sorts: all('table[data-sorted]').map((one) => ({ place: placeOf(one), sorted: one.dataset.sorted })),
    scrolls: all('.scroll, .scroll > table, .tokens')
      .filter((one) => one.scrollLeft > 0 || one.scrollTop > 0)
      .map((one) => ({ place: placeOf(one), left: one.scrollLeft, top: one.scrollTop })),
    anchor: section && { id: section.id, top: section.getBoundingClientRect().top },
    focus: active && placeOf(active),
  };
}

function restore({ folds, sorts, scrolls, anchor, focus }) {
  for (const { place, open } of folds) {
    const fold = find(place);
    if (fold) fold.open = open;
  }
  for (const { place, sorted } of sorts) {
    const table = find(place);
    if (table) sortTable(table, ...sorted.split(' ').map(Number));
  }
  for (const { place, left, top } of scrolls) find(place)?.scrollTo(left, top);
  const section = anchor && document.getElementById(anchor.id);
  if (section) scrollBy({ top: section.getBoundingClientRect().top - anchor.top, behavior: 'instant' });
  if (focus) find(focus)?.focus({ preventScroll: true });
}

/** A reader who has marked text keeps it: the new page waits. */
const isMarking = (main) => {
  const marked = getSelection();
  return marked !== null && !marked.isCollapsed && main.contains(marked.anchorNode);
};

async function show() {
  const main = document.querySelector('main');
  if (isMarking(main)) return;
  const answer = await fetch('./', { cache: 'no-store' });
  if (!answer.ok) throw new Error('no page');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = document.adoptNode(page.querySelector('main'));
  const kept = remember(main);
  main.replaceWith(next);
  document.title = page.title;
  next.querySelectorAll('table.sortable').forEach(makeSortable);
  restore(kept);
  shown = page.getElementById('live').dataset.version;
}

function tell({ state, text, step, steps }) {
  bar.className = 'live ' + state;
  const said = bar.querySelector('p');
  if (said.textContent !== text) said.textContent = text;
  const done = bar.querySelector('progress');
  done.hidden = !(steps > 0);
  if (steps > 0) [done.max, done.value] = [steps, step];
}

async function look() {
  try {
    const answer = await fetch('progress', { cache: 'no-store' });
    if (!answer.ok) throw new Error('refused');
    const now = await answer.json();
    tell(now);
    if (now.version !== shown) await show();
  } catch {
    tell({ state: 'gone', text: 'allot watch has ended or cannot read the run: this page stays as it was.' });
  }
  setTimeout(look, everyMilliseconds);
}
setTimeout(look, everyMilliseconds);
`;
