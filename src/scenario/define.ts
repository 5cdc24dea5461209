import type { ScenarioFile } from './schema.ts';

/** Gives a scenario of a TypeScript module its type; what it returns is what it was given. */
export function defineScenario(file: ScenarioFile): ScenarioFile {
  return file;
}
