// Reward, advantage and credit name templates that exist, with parameters they have, in their ranges.
import type { Template, TemplateReference } from '@allot/spec';
import { adviseName } from '../diagnostics/suggest.js';
import { describeValue } from '../schema/describe.js';
import { creditLibrary, creditTemplates, type PlacedShape, templateParts } from '../shape/shape-parts.js';
import { defineRule, settings } from './rule.js';

export const knownTemplates = defineRule({
  kind: 'reinforcement',
  reads: ['reward', 'advantage', 'credit'],
  catalog: {
    'template/unknown': {
      severity: 'error',
      message: 'There is no {kind} template called `{name}`',
      help: '{advice}',
      why: 'Rewards and advantages are made from templates: published methods under names of their own. `rewards` and `advantages` of the package complete them in an editor.',
      example: settings('reward: { template: hbop }\n'),
    },
    'template/unknown-parameter': {
      severity: 'error',
      message: 'The template `{template}` has no parameter `{name}`',
      help: '{advice}',
      why: 'A parameter that the template does not have would be ignored in silence.',
      example: settings('reward: { template: hbpo, parameters: { betta: 4 } }\n'),
    },
    'template/wrong-parameter-type': {
      severity: 'error',
      message: 'The parameter `{name}` of `{template}` must be {expected}, not {actual}',
      help: 'Write {expected}.',
      why: 'Parameters of a template are numbers or switches (true or false).',
      example: settings('reward: { template: hbpo, parameters: { beta: true } }\n'),
    },
    'template/parameter-out-of-range': {
      severity: 'error',
      message: 'The parameter `{name}` of `{template}` must be between {least} and {most}, not {actual}',
      help: 'Choose a value from {least} to {most}: {description}.',
      why: 'Outside its range the parameter has no sensible meaning for the method.',
      example: settings('reward: { template: hbpo, parameters: { beta: -4 } }\n'),
    },
  },
  accepts: {
    'template/unknown': 'reward: { template: hbpo }\n',
    'template/unknown-parameter': 'reward: { template: hbpo, parameters: { beta: 4 } }\n',
    'template/wrong-parameter-type': 'reward: { template: hbpo, parameters: { beta: 1 } }\n',
    'template/parameter-out-of-range': 'reward: { template: hbpo, parameters: { beta: 0.5 } }\n',
  },
  check(definition, { report, host: { templates } }) {
    const check = (
      kind: Template['kind'],
      { at, shape: { template: name, parameters = {} } }: PlacedShape<TemplateReference>,
      library: ReadonlyMap<string, Template>,
    ): void => {
      const template = library.get(name);
      if (!template) {
        const advice = adviseName(name, library.keys());
        report([...at, 'template'], 'template/unknown', { kind, name, advice });
        return;
      }
      for (const [parameter, value] of Object.entries(parameters)) {
        const place = [...at, 'parameters', parameter];
        const known = Object.hasOwn(template.parameters, parameter)
          ? template.parameters[parameter]
          : undefined;
        if (!known) {
          const advice = adviseName(parameter, Object.keys(template.parameters));
          report(place, 'template/unknown-parameter', { template: name, name: parameter, advice });
          continue;
        }
        const isSwitch = typeof known.default === 'boolean';
        if (isSwitch !== (typeof value === 'boolean')) {
          const expected = isSwitch ? 'true or false' : 'a number';
          const actual = describeValue(value);
          report(place, 'template/wrong-parameter-type', {
            template: name,
            name: parameter,
            expected,
            actual,
          });
          continue;
        }
        const [least, most] = known.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        if (typeof value === 'number' && (value < least || value > most))
          report(place, 'template/parameter-out-of-range', {
            template: name,
            name: parameter,
            least,
            most,
            actual: value,
            description: known.description.replace(/\.$/, ''),
          });
      }
    };
    for (const part of templateParts(definition.reward, ['reward'])) check('reward', part, templates.rewards);
    for (const part of templateParts(definition.advantage, ['advantage']))
      check('advantage', part, templates.advantages);
    for (const part of creditTemplates(definition.credit ?? []))
      check('credit', part, creditLibrary(templates));
  },
});
