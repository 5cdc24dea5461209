import { configJsonSchema } from '../scenario/config-file.ts';
import { scenarioJsonSchema } from '../scenario/schema.ts';
import { FINDING_IDS } from './config.ts';

/** `hyperplane schema`: what an editor needs to complete and check a file. */
export function schemaOf(file: 'scenario' | 'config'): object {
  return file === 'scenario' ? scenarioJsonSchema() : configJsonSchema(FINDING_IDS);
}
