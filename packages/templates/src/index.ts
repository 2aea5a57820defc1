// Reward and advantage templates: one method a file, with its formula and source.
export { advantages, rewards, templates } from './library.js';
export { notation } from './notation.js';
export { defineTemplate, type TemplateFunction, type TemplateValues } from './template.js';
