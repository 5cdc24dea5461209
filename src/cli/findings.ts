import { parsePolicy } from '../access/parse.ts';
import { findingsIn, findingsOf } from '../findings/findings.ts';
import { designOfPolicy } from '../findings/from-policy.ts';
import type { WhereOf } from '../findings/from-scenario.ts';
import type { Finding } from '../findings/types.ts';
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
  let places: ReturnType<typeof readYaml>['places'] | null = null;
  return (path) => {
    places ??= readYaml(input.text, input.name).places;
    const { line, column } = places.find(path, 'key');
    return `${input.name}:${line}:${column}`;
  };
}
