// The fields of a row that hold different things are different fields.
import { defineRule, settings } from './rule.js';

export const datasetFields = defineRule({
  kind: 'both',
  reads: ['datasets'],
  catalog: {
    'dataset/same-field': {
      severity: 'error',
      message: 'The field `{field}` of a row is mapped twice: as {first} and as {second}',
      help: 'Map each of id, problem, answer and difficulty to a field of its own.',
      why: 'The map says which field of a row holds the problem, which the answer, and so on. One field cannot hold two of them.',
      example: settings(
        'datasets:\n  train: { kind: jsonl, path: train.jsonl, map: { problem: text, answer: text } }\n',
      ),
    },
  },
  accepts: {
    'dataset/same-field':
      'datasets:\n  train: { kind: jsonl, path: train.jsonl, map: { problem: text, answer: result } }\n',
  },
  check({ datasets }, { report }) {
    for (const [name, dataset] of Object.entries(datasets)) {
      if (!('map' in dataset)) continue;
      const fields = Object.entries(dataset.map).flatMap(([role, field]) =>
        // A field may hold more than one thing where a part of it is taken out.
        typeof field === 'string' ? [[role, field] as const] : [],
      );
      for (const [index, [second, field]] of fields.entries()) {
        const first = fields.slice(0, index).find(([, other]) => other === field)?.[0];
        if (first !== undefined)
          report(['datasets', name, 'map', second], 'dataset/same-field', { field, first, second });
      }
    }
  },
});
