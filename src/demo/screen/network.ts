import { thousands } from '../../report/format.ts';
import type { Scene, SeenEni, SeenPairing, SeenSubnet, SeenVpc } from '../scene.ts';
import { signOf } from '../signs.ts';
import { WORDS } from '../words.ts';
import type { Row } from './box.ts';
import { type Line, lineWidth, padded, piece } from './line.ts';
import { markOf } from './marks.ts';

const w = WORDS.en;

/** What is known of connections at a moment. */
export interface Load {
  open: Readonly<Record<string, number>>;
  /** That one ENI carries at most. */
  max: number;
}

/** Rows of all VPCs: their subnets, the pairings in these, and the ENIs of each. */
export function networkRows({ vpcs }: Scene, load: Load, width: number): Row[] {
  const enis = vpcs.flatMap(({ subnets }) =>
    subnets.flatMap(({ pairings }) => pairings.flatMap((pairing) => pairing.enis)),
  );
  const columns = {
    all: width,
    name: Math.max(0, ...enis.map(({ name }) => name.length)),
    phase: Math.max(0, ...enis.map(({ phase }) => phase.length)),
    gauge: Math.max(GAUGE_MIN, Math.min(GAUGE_MAX, Math.floor((width - 40) / 2))),
  };
  return vpcs.flatMap((vpc) => [
    { subject: vpc.id, draw: () => vpcLine(vpc) },
    ...vpc.subnets.flatMap((subnet) => [
      { subject: subnet.id, draw: () => subnetLine(subnet) },
      ...subnet.pairings.flatMap((pairing) => [
        { subject: pairing.name, draw: () => pairingLine(pairing) },
        ...pairing.enis.map((eni) => {
          return { subject: eni.name, draw: () => eniLine(eni, load, columns) };
        }),
      ]),
    ]),
  ]);
}

function vpcLine({ id, enis, quota }: SeenVpc): Line {
  const text = `  ${thousands(enis)} ${w.of} ${thousands(quota)} ENIs`;
  return [piece(`VPC ${id}`, 'strong'), ...limited(text, enis >= quota)];
}

function subnetLine({ id, free, usable }: SeenSubnet): Line {
  const text = `  ${thousands(free)} ${w.of} ${thousands(usable)} ${w.free}`;
  return [piece(`  ${id}`, 'strong'), ...limited(text, free <= 0)];
}

/** What has come to its limit says so in a word, not by colour alone. */
function limited(text: string, isReached: boolean): Line {
  return isReached ? [piece(`${text}: ${FULL}`, 'bad')] : [piece(text, 'faint')];
}

const FULL = 'full';
const HOLDERS_MAX = 8;

function pairingLine({ groups, dualStack, holders }: SeenPairing): Line {
  return [
    piece(`    ${groups.join(' + ')}${dualStack ? ' (IPv6)' : ''}`),
    piece(`  ${holdersText(holders)}`, 'faint'),
  ];
}

/** The number comes before the names, of which not all may fit. */
function holdersText(holders: readonly string[]): string {
  const many = holders.length;
  if (many === 0) return w.nobody;
  const named = holders.slice(0, HOLDERS_MAX).join(', ') + (many > HOLDERS_MAX ? ', …' : '');
  return many === 1 ? `${w.usedBy} ${named}` : `${w.sharedBy} ${thousands(many)}: ${named}`;
}

const GAUGE_MIN = 4;
const GAUGE_MAX = 20;

interface Columns {
  all: number;
  name: number;
  phase: number;
  gauge: number;
}

function eniLine(eni: SeenEni, { open, max }: Load, columns: Columns): Line {
  const { name, phase, address } = eni;
  const now = open[eni.number] ?? 0;
  const isFull = now >= max;
  const tone = isFull ? 'bad' : undefined;
  const start = [
    piece(`    ${signOf(phase)} `, markOf(phase)),
    ...padded([piece(name)], columns.name),
    ...padded([piece(` ${phase}`, markOf(phase))], columns.phase + 1),
  ];
  const gauge = piece(` [${bar(now / max, columns.gauge)}]`, tone);
  const full = isFull ? ` ${FULL}` : '';
  const count = piece(` ${thousands(now)} ${w.of} ${thousands(max)}${full}`, tone);
  const shorter = piece(` ${thousands(now)}/${thousands(max)}${full}`, tone);
  const ways = [
    [gauge, count, piece(`  ${address}`, 'faint')],
    [gauge, count],
    [gauge, shorter],
  ];
  const fits = (way: Line) => lineWidth([...start, ...way]) <= columns.all;
  return [...start, ...(ways.find(fits) ?? [shorter])];
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar as long as the share; what is not nothing is to be seen. */
function bar(share: number, width: number): string {
  const eighths = Math.ceil(8 * width * Math.min(1, share));
  const drawn = '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
  return drawn.padEnd(width);
}
