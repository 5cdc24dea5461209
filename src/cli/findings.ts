import { parsePolicy } from '../access/parse.ts';
import { findingsIn, findingsOf } from '../findings/findings.ts';
import { designOfPolicy } from '../findings/from-policy.ts';
import type { WhereOf } from '../findings/from-scenario.ts';
import type { Finding } from '../findings/types.ts';
import { writeOut } from '../scenario/families.ts';
import type { Places } from '../scenario/issues.ts';
import type { Scenario } from '../scenario/types.ts';
import { readYaml } from '../scenario/yaml-source.ts';
import type { Input } from './read.ts';

/** What is found in a scenario before it runs, each with its place in the file. */
export function scenarioFindings(scenario: Scenario, input: Input): Finding[] {
  return findingsOf(scenario, whereIn(input));
}

/** What is found in a lone policy, read as that of somebody who deploys functions. */
export function policyFindings(text: string, name: string): Finding[] {
  const reading = parsePolicy(readYaml(text, name).value);
  return reading.ok ? findingsIn(designOfPolicy(reading.policy, name)) : [];
}

/** `file:9:3`; a module has paths only. */
function whereIn(input: Input): WhereOf {
  if (input.kind === 'module') return (path) => `${input.name} ${path.join('.')}`;
  let places: Places | null = null;
  return (path) => {
    places ??= placesIn(input);
    const { line, column } = places.find(path, 'key');
    return `${input.name}:${line}:${column}`;
  };
}

/** Of made entries, too: they lie where their entry is written. */
function placesIn({ text, name }: { text: string; name: string }): Places {
  const { value, places } = readYaml(text, name);
  return writeOut(value, places).places;
}
