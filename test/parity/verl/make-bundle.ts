// Compiles a definition of these tests.
import { compileBundle } from '../training-step/compile-bundle.js';
import { type DefinitionName, definitionText } from './definitions.js';

/** The bundle's folder; whoever makes it removes the folder around it. */
export const makeBundle = (name: DefinitionName): string => compileBundle(name, definitionText(name));
