// Python's strftime for the midnight of a stated day: what a chat template is told instead of the time.

const months: readonly string[] =
  'January February March April May June July August September October November December'.split(' ');
const days: readonly string[] = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** `day` is written as 2026-11-30; directives that it does not know stay as they are. */
export function formatDay(day: string, format: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const two = (value: number): string => String(value).padStart(2, '0');
  const month = months[date.getUTCMonth()] as string;
  const weekday = days[date.getUTCDay()] as string;
  const year = date.getUTCFullYear();
  const values: Readonly<Record<string, string>> = {
    Y: String(year),
    y: two(year % 100),
    m: two(date.getUTCMonth() + 1),
    B: month,
    b: month.slice(0, 3),
    d: two(date.getUTCDate()),
    j: String((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1).padStart(3, '0'),
    A: weekday,
    a: weekday.slice(0, 3),
    H: '00',
    I: '12',
    M: '00',
    S: '00',
    p: 'AM',
    '%': '%',
  };
  return format.replaceAll(/%([A-Za-z%])/g, (whole, directive: string) => values[directive] ?? whole);
}
