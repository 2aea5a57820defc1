// Generates the pages and plots of docs/shapes from the templates: a page each, the gallery, the tables of the README.
// `--check` writes nothing and fails, with the names, when a generated file differs from the committed one.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caseDefaults, tierDefault } from '../packages/allot/dist/cases/case-fields.js';
import { describeTemplate, usualReward } from '../packages/allot/dist/shapes/describe-template.js';
import { settingInWords, stageText } from '../packages/allot/dist/shapes/print-template.js';
import { settingOf } from '../packages/allot/dist/shapes/shape-flags.js';
import { shapeSvg } from '../packages/report/dist/index.js';
import {
  fieldTable,
  isTokenField,
  printShape,
  shapeFields,
  tokenFields,
} from '../packages/spec/dist/index.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const docs = join(root, 'docs/shapes');
const { templates, notation } = await import('../packages/templates/dist/index.js');
const setting = settingOf({});
const onlyFor = { advantage: ' Not for rewards.', credit: ' For the credit of tokens only.' };
const kinds = [
  { kind: 'reward', folder: 'rewards', library: templates.rewards },
  { kind: 'advantage', folder: 'advantages', library: templates.advantages },
  { kind: 'credit', folder: 'credits', library: templates.credits },
];

const files = new Map();
for (const { kind, folder, library } of kinds) {
  for (const template of library.values()) {
    const reward = kind === 'reward' ? undefined : usualReward(templates, template);
    const described = describeTemplate({ template, given: {} }, setting, reward);
    if (described.curves)
      files.set(`plots/${folder}/${template.name}.svg`, shapeSvg(template.name, described.curves));
    files.set(`${folder}/${template.name}.md`, page(template, folder, described));
  }
}
files.set('gallery.md', gallery());
files.set('README.md', withTables(read(join(docs, 'README.md')) ?? ''));

const check = process.argv.includes('--check');
const generatedFolders = kinds.flatMap(({ folder }) => [folder, `plots/${folder}`]);
const extra = generatedFolders.flatMap((folder) =>
  list(join(docs, folder))
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(md|svg)$/.test(name) && !files.has(name)),
);
const stale = [...files.keys()].filter((name) => read(join(docs, name)) !== files.get(name));
if (!check) {
  for (const name of extra) rmSync(join(docs, name));
  for (const name of stale) {
    mkdirSync(dirname(join(docs, name)), { recursive: true });
    writeFileSync(join(docs, name), files.get(name));
  }
}
for (const name of [...stale, ...extra])
  process.stdout.write(`${check ? 'stale' : files.has(name) ? 'wrote' : 'removed'} docs/shapes/${name}\n`);
process.exitCode = check && stale.length + extra.length > 0 ? 1 : 0;

function page(template, folder, { document, curves }) {
  const { name, kind, formula, parameters, findings } = document;
  const expression = printShape(document.expression);
  const told = docstring(template, folder);
  return lines(
    generatedFrom(`packages/templates/src/${folder}`),
    `# ${name}: ${kind}`,
    `${linked(template.title)}.`,
    `Source: ${linked(template.source)}.`,
    ...(curves ? [`![${kind} over the length of the response](../plots/${folder}/${name}.svg)`] : []),
    ...(curves?.reference === undefined ? [] : [`*${curves.reference}*`]),
    '## Formula',
    ...(formula === expression || squeezed(told).includes(squeezed(formula)) ? [] : [fence('', formula)]),
    linked(told),
    ...(Object.keys(notation).length > 0
      ? ['The [letters](../gallery.md#letters) are the same everywhere.']
      : []),
    'As it is evaluated:',
    fence('', expression),
    ...(document.notes === undefined ? [] : ['## Notes', linked(document.notes)]),
    ...(document.verified === undefined
      ? []
      : [`## Verified${document.secondary ? ', from a secondary source' : ''}`, linked(document.verified)]),
    '## Parameters',
    parameters.length === 0
      ? 'None.'
      : table(
          ['parameter', 'default', 'unit', 'range', 'meaning'],
          parameters.map((parameter) => [
            `\`${parameter.name}\``,
            `\`${parameter.default}\``,
            parameter.unit ?? '',
            parameter.range ? `${parameter.range[0]} to ${parameter.range[1]}` : '',
            parameter.description,
          ]),
        ),
    readsInWords(document),
    ...(document.signals.length === 0
      ? []
      : [
          '## Numbers from outside',
          'A program gives them: see [signals](../README.md#signals).',
          table(
            ['signal', 'one value a', 'meaning'],
            document.signals.map(({ name: signal, per, description }) => [
              `\`${per === 'token' ? 'tokenSignals' : 'signals'}.${signal}\``,
              per,
              description,
            ]),
          ),
        ]),
    '## Findings',
    ...(findings.length === 0
      ? ['None.']
      : [
          `With ${settingInWords(document)}:`,
          findings
            .map(({ severity, message }) => `- ${severity === 'info' ? '' : `**${severity}** `}${message}`)
            .join('\n'),
        ]),
    '## Use',
    ...(kind === 'credit'
      ? [
          fence(
            'ts',
            `${stageText(document)
              .replace(/tokens: (\w+)/, "tokens: '$1'")
              .replace(/\{ template: [^}]*\}/, `credits.${camelCase(name)}()`)},`,
          ),
          fence('yaml', stageText(document)),
        ]
      : [
          fence('ts', `${kind}: ${folder}.${camelCase(name)}(),`),
          fence('yaml', `${kind}: { template: ${name} }`),
        ]),
    fence('sh', `allot ${folder} ${name}`),
  );
}

function readsInWords({ fields, scopes, tokenFields, tokenScopes }) {
  const named = (names) => names.map((name) => `\`${name}\``).join(', ');
  const parts = [
    ...(fields.length > 0 ? [named(fields)] : []),
    ...(scopes.length > 0 ? [`its siblings by ${scopes.join(', ')}`] : []),
    ...(tokenFields.length > 0 ? [`of tokens ${named(tokenFields)}`] : []),
    ...(tokenScopes.length > 0 ? [`tokens by ${tokenScopes.join(', ')}`] : []),
  ];
  return parts.length > 0 ? `It reads ${parts.join(', and ')}.` : 'It reads numbers from outside alone.';
}

function gallery() {
  return lines(
    generatedFrom('packages/templates/src'),
    '# Gallery',
    `Every template over the length of the response, with budgets ${setting.budgets.join(', ')} and at most ${setting.lMax} tokens. Solid: right answers; dashed: wrong ones; circles: lengths at which two budgets change places.`,
    ...(Object.keys(notation).length > 0
      ? [
          '## Letters',
          table(
            ['letter', 'meaning'],
            Object.entries(notation).map(([letter, meaning]) => [`\`${letter}\``, meaning]),
          ),
        ]
      : []),
    ...kinds.flatMap(({ folder, library }) => [
      `## ${folder[0].toUpperCase()}${folder.slice(1)}`,
      ...[...library.values()].flatMap(({ name, title }) => [
        `### [${name}](${folder}/${name}.md)`,
        `${linked(title)}.`,
        ...(folder === 'credits' ? [] : [`![${name}](plots/${folder}/${name}.svg)`]),
      ]),
    ]),
  );
}

/** The README with its tables made anew, each between two markers. */
function withTables(readme) {
  const tables = {
    fields: table(
      ['field', 'type', 'unit', 'range', 'meaning'],
      Object.entries(fieldTable)
        .filter(([name]) => !isTokenField(name))
        .map(([name, { type, unit, range, description, only }]) => [
          `\`${name}\``,
          type,
          unit ?? '',
          type === 'flag' ? '' : range.map(limit).join(' to '),
          `${description}${onlyFor[only] ?? ''}`,
        ]),
    ),
    tokens: table(
      ['field', 'type', 'unit', 'meaning'],
      tokenFields.map((name) => {
        const { type, unit, description } = fieldTable[name];
        return [`\`${name}\``, type, unit ?? '', description];
      }),
    ),
    defaults: table(
      ['field', 'when a row leaves it out'],
      shapeFields
        .filter((name) => fieldTable[name].only !== 'credit')
        .map((name) => [
          `\`${name}\``,
          name === 'tier' ? tierDefault : (caseDefaults[name]?.text ?? 'an error where the shape reads it'),
        ]),
    ),
    templates: table(
      ['template', 'what it says'],
      kinds.flatMap(({ kind, folder, library }) =>
        [...library.values()].map(({ name, title }) => [`[${name}](${folder}/${name}.md), ${kind}`, title]),
      ),
    ),
  };
  return Object.entries(tables).reduce((text, [name, content]) => {
    const pattern = new RegExp(`(<!-- ${name}[^>]*-->\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
    if (!pattern.test(text)) throw new Error(`docs/shapes/README.md has no place for the table of ${name}`);
    return text.replace(pattern, (_, begin, end) => `${begin}${content}\n${end}`);
  }, readme);
}

/** What stands above the template's declaration in its source: formula, conventions, what was verified. */
function docstring({ name }, folder) {
  const sources = join(root, 'packages/templates/src', folder);
  for (const file of list(sources).filter((candidate) => /(?<!\.test)\.ts$/.test(candidate))) {
    const text = read(join(sources, file));
    const declared = new RegExp(`defineTemplate\\(\\{\\s*name: '${name}'`).exec(text);
    if (!declared) continue;
    const comment = text
      .slice(0, declared.index)
      .match(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/(?=(?:\s*\/\/[^\n]*)*\s*export const \w+ = $)/);
    return (comment?.[0] ?? '')
      .replace(/^\/\*\*\s?|\s*\*\/$/g, '')
      .replace(/^ \* ?/gm, '')
      .trim();
  }
  throw new Error(`no source in ${folder} declares ${name}`);
}

/** Without blanks, to compare texts that are set differently. */
function squeezed(text) {
  return text.replaceAll(/\s/g, '');
}

function table(head, rows) {
  const row = (cells) => `| ${cells.map((cell) => `${cell}`.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}

function limit(value) {
  if (value === Number.MAX_SAFE_INTEGER || value === Number.POSITIVE_INFINITY) return '∞';
  return value === Number.NEGATIVE_INFINITY ? '−∞' : String(value);
}

function lines(...blocks) {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function generatedFrom(place) {
  return `<!-- Generated by scripts/generate-shape-docs.mjs from ${place}; do not edit. -->`;
}

function fence(language, text) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function linked(text) {
  return text.replace(
    /(?:arXiv |(?<=\d and ))(\d{4}\.\d{5})\b/g,
    (name, id) => `[${name}](https://arxiv.org/abs/${id})`,
  );
}

function camelCase(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

function list(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
