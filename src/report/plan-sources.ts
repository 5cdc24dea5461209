import { PARAMETERS, type ParameterName } from '../evidence/parameters.ts';
import { SOURCES, type SourceId } from '../evidence/sources.ts';
import type { Section } from './plan-tables.ts';
import type { FullPlan } from './plan-traffic.ts';
import { defaultText, rangeText } from './values.ts';

/** What templates are measured by. */
const STATIC: readonly ParameterName[] = [
  'eniQuota',
  'reservedAddressesPerSubnet',
  'subnetsPerConfigMax',
  'securityGroupsPerConfigMax',
];

/** What runs rest on besides. */
const DYNAMIC: readonly ParameterName[] = [
  ...(['eniCreation', 'eniAllocation', 'detach', 'reap', 'idleAfter'] as const),
  ...(['connectionsPerEni', 'scaleOutAt', 'scaleInAfter', 'keepAlive'] as const),
  ...(['accountConcurrency', 'environmentsPer10s'] as const),
];

/** The numbers of AWS that a plan rests on, how sure they are, and who says so: `[2]` below. */
export function sourcesSections({ traffic }: FullPlan): Section[] {
  const names = traffic === undefined ? STATIC : [...STATIC, ...DYNAMIC];
  const cited: SourceId[] = [];
  const rows = names.map((name) => {
    const parameter = PARAMETERS[name];
    if (traffic?.given.includes(name)) return [name, 'as given', '', 'yours', parameter.about];
    const why = parameter.confidence === 'assumed' ? [parameter.why] : [];
    const references = ((parameter.sources ?? []) as readonly SourceId[]).map((id) => {
      if (!cited.includes(id)) cited.push(id);
      return `[${cited.indexOf(id) + 1}]`;
    });
    return [
      name,
      defaultText(parameter),
      rangeText(parameter) ?? '',
      parameter.confidence,
      [parameter.about, ...why, ...references].join(' '),
    ];
  });
  const [number, value, range, sure] = ['number', 'value', 'could be', 'confidence'];
  const columns = [number, value, range, sure, 'what it is'].map((name) => ({ name }));
  const sources = cited.map((id, at) => {
    const { title, url, place } = SOURCES[id];
    return [`[${at + 1}]`, title, url ?? place ?? ''];
  });
  const where = [{ name: 'source' }, { name: 'title' }, { name: 'place' }];
  return [
    { heading: 'What it rests on', lines: [], columns, rows },
    { heading: 'Sources', lines: [], columns: where, rows: sources },
  ];
}
