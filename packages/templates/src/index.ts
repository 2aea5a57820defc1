// Reward, advantage and credit templates: one method a file, with its formula and source.
export { advantages, credits, rewards, templates } from './library.js';
export { notation } from './notation.js';
export { defineTemplate, type TemplateFunction, type TemplateValues } from './template.js';
