// Units of answers: which ones are the same, and which ones differ for certain.

/** Spellings of a unit, first the one that stands for all. */
const spellings = [
  'mm millimeter millimeters millimetre millimetres',
  'cm centimeter centimeters centimetre centimetres',
  'm meter meters metre metres',
  'km kilometer kilometers kilometre kilometres',
  'in inch inches',
  'ft foot feet',
  'yd yard yards',
  'mi mile miles',
  'mg milligram milligrams',
  'g gram grams',
  'kg kilogram kilograms',
  'lb lbs pound pounds',
  'oz ounce ounces',
  'ml milliliter milliliters millilitre millilitres',
  'l liter liters litre litres',
  's sec second seconds',
  'min minute minutes',
  'h hr hrs hour hours',
  'day days',
  'week weeks',
  'month months',
  'year years yr yrs',
  '$ usd dollar dollars',
  'cent cents',
  '€ eur euro euros',
  '£ gbp',
  'gal gallon gallons',
  'deg degree degrees',
  'rad radian radians',
  '%',
  'am a.m.',
  'pm p.m.',
  'mph mi/h',
  'hz hertz',
  'n newton newtons',
  'j joule joules',
  'w watt watts',
  'v volt volts',
  'pa pascal pascals',
].map((line) => line.split(' '));

const standard: ReadonlyMap<string, string> = new Map(
  spellings.flatMap(([first = '', ...others]) => [first, ...others].map((one) => [one, first] as const)),
);

/** False only where both are units of measurement and not the same. */
export function sameUnit(a: string, b: string): boolean {
  const [one, other] = [standardUnit(a), standardUnit(b)];
  return one === undefined || other === undefined || one === other;
}

/** Whether one of two units says that a ratio is a time of day. */
export const isTimeOfDay = (...units: readonly string[]): boolean =>
  units.some((unit) => ['am', 'pm'].includes(standardUnit(unit) ?? ''));

/** A unit in one spelling; undefined for none, and for words that measure nothing. */
function standardUnit(unit: string): string | undefined {
  const words = unit
    .toLowerCase()
    .replace(/\s+per\s+|\s*\/\s*/g, '/')
    .replace(/\b(?:square|sq\.?)\s+(\S+)/g, '$1^2')
    .replace(/\bcubic\s+(\S+)/g, '$1^3')
    .split(/\s+/)
    .map((word) => word.replace(/[.,;]+$/, (end) => (standard.has(word) ? end : '')))
    .filter((word) => word !== '');
  const known = words.map((word) => standard.get(word) ?? quotientOf(word));
  return known.length === 0 || known.includes(undefined) ? undefined : known.join(' ');
}

/** `km/hour` as `km/h`, `metre^2` as `m^2`. */
function quotientOf(word: string): string | undefined {
  const parts = word.split('/').map((part) => {
    const [base = '', power] = part.split('^');
    const name = standard.get(base);
    return name === undefined ? undefined : power === undefined ? name : `${name}^${power}`;
  });
  return parts.includes(undefined) ? undefined : (standard.get(parts.join('/')) ?? parts.join('/'));
}

/** Whether a word of letters is a unit of measurement. */
export const isUnit = (word: string): boolean => standard.has(word.toLowerCase());
