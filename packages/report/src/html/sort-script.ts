// The one script of a report: a click on a column's head sorts the table. Without it the tables are as they are.

/** `sortTable(table, column, direction)`: direction 1 ascends, -1 descends, 0 is the order of the page. What has no value comes last. */
export const sortScript = `
function sortTable(table, column, direction) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  rows.forEach((row, index) => { row.dataset.place ??= index; });
  const place = (row) => Number(row.dataset.place);
  const keyOf = (row) => {
    const text = row.cells[column].textContent.trim();
    const number = Number.parseFloat(text.replaceAll(',', '').replace('\\u2212', '-'));
    return { text, number, empty: text === '' || text === '\\u2013' };
  };
  const compare = (a, b) => {
    if (a.empty !== b.empty) return Number(a.empty) - Number(b.empty);
    const byNumber = Number.isNaN(a.number - b.number) ? 0 : a.number - b.number;
    return direction * (byNumber || a.text.localeCompare(b.text));
  };
  const keys = new Map(rows.map((row) => [row, keyOf(row)]));
  rows.sort((a, b) => (direction && compare(keys.get(a), keys.get(b))) || place(a) - place(b));
  body.append(...rows);
  table.dataset.sorted = column + ' ' + direction;
  for (const head of table.querySelectorAll('thead tr:last-child > *')) {
    head.removeAttribute('aria-sort');
    if (head.cellIndex === column && direction) head.ariaSort = direction > 0 ? 'ascending' : 'descending';
  }
}

function makeSortable(table) {
  for (const head of table.querySelectorAll('thead tr:last-child > th')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const [column, direction] = (table.dataset.sorted ?? '-1 0').split(' ').map(Number);
      const next = { 0: 1, 1: -1, '-1': 0 };
      sortTable(table, head.cellIndex, column === head.cellIndex ? next[direction] : 1);
    });
  }
}

document.querySelectorAll('table.sortable').forEach(makeSortable);
`;
