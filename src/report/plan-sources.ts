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

/** The numbers of AWS that a plan rests on, how sure they are, and who says so. */
export function sourcesSection({ traffic }: FullPlan): Section {
  const names = traffic === undefined ? STATIC : [...STATIC, ...DYNAMIC];
  return {
    heading: 'What it rests on',
    lines: [],
    columns: [
      { name: 'number' },
      { name: 'value' },
      { name: 'could be' },
      { name: 'confidence' },
      { name: 'what it is, and who says so' },
    ],
    rows: names.map((name) => {
      const parameter = PARAMETERS[name];
      if (traffic?.given.includes(name)) return [name, 'as given', '', 'yours', parameter.about];
      const sources = ((parameter.sources ?? []) as readonly SourceId[]).map(sourceText);
      const why = parameter.confidence === 'assumed' ? [parameter.why] : [];
      return [
        name,
        defaultText(parameter),
        rangeText(parameter) ?? '',
        parameter.confidence,
        [parameter.about, ...why, ...sources].join(' '),
      ];
    }),
  };
}

function sourceText(id: SourceId): string {
  const { title, url, place } = SOURCES[id];
  return `${title} (${url ?? place}).`;
}
