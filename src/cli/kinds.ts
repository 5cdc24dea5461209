import { LIMITS } from '../scenario/limits.ts';
import { readYaml } from '../scenario/yaml-source.ts';
import { looksLikeTemplate, strangerIn } from '../templates/roots.ts';
import { InputError } from './failure.ts';
import { kindByName } from './projects.ts';

/** Sections of scenarios that files of traffic do not have. */
const SCENARIO_ONLY = ['name', 'network', 'roles', 'timeline', 'expect'];
const TRAFFIC_ONLY = ['from', 'growth', 'others'];

const SECTIONS = /^[ \t]*(?:\{\s*)?"?(?:functions|others|network|timeline)"?\s*:/m;

/** @throws InputError where a file is the traffic of a plan, with the option that takes it */
export function refuseTraffic(name: string, text: string, wanted: 'scenario' | 'template'): void {
  if (!isTraffic(text, name)) return;
  const how = wanted === 'scenario' ? '`hyperplane plan <template>` takes it as' : 'give it as';
  throw new InputError(
    `${name}: the traffic of a plan, no ${wanted}; ${how} \`--traffic ${name}\``,
  );
}

/** What scenarios do not have, and files with functions or networks of other kinds do. */
const FOREIGN =
  /^[ \t]*(?:\{\s*)?["']?(?:service|services|provider|dependencies|scripts)["']?\s*:/m;

/** @throws InputError where a file is neither template nor scenario, and what it is can be told */
export function refuseStranger(name: string, text: string): void {
  if (text.trim() === '' || (SECTIONS.test(text) && !FOREIGN.test(text))) return;
  const kind = kindByName(name);
  if (kind !== null) throw new InputError(`${name}: this is ${kind}`);
  const stranger = strangerIn(text, name);
  if (stranger === null) return;
  throw new InputError(`${name}: this is ${stranger.kind}; ${stranger.mend}`);
}

/** @throws InputError where what is given as traffic is something else that can be planned */
export function refuseUnlessTraffic(name: string, text: string): void {
  if (looksLikeTemplate(text)) {
    const mend = 'that option takes a file that says how often functions are called';
    throw new InputError(`${name}: a template, no traffic; ${mend}`);
  }
  const sections = sectionsOf(text, name);
  const isScenario = 'functions' in sections && SCENARIO_ONLY.some((one) => one in sections);
  if (!isScenario) return;
  const mend = `\`hyperplane plan ${name}\` plans it, with the traffic it has`;
  throw new InputError(`${name}: a scenario, no traffic; without \`--traffic\`, ${mend}`);
}

/** Whether a text says how often functions are called, and nothing else. */
export function isTraffic(text: string, name: string): boolean {
  const sections = sectionsOf(text, name);
  if (SCENARIO_ONLY.some((one) => one in sections)) return false;
  if (TRAFFIC_ONLY.some((one) => one in sections)) return true;
  const { functions } = sections as { functions?: unknown };
  if (typeof functions !== 'object' || functions === null) return false;
  return Object.entries(functions).some(([id, load]) => {
    return id.includes('/') || (typeof load === 'object' && load !== null && 'traffic' in load);
  });
}

/** What a text has at its top; nothing where it is no YAML, or no mapping. */
function sectionsOf(text: string, name: string): object {
  if (text.length > LIMITS.fileBytes || !SECTIONS.test(text)) return {};
  const { drafts, value } = readYaml(text, name);
  return drafts.length > 0 || typeof value !== 'object' || value === null ? {} : value;
}
