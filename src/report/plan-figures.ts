import * as Plot from '@observablehq/plot';
import { mostOf } from '../plan/range.ts';
import type { Plan } from '../plan/types.ts';
import { drawn, FIGURE_WIDTH, type Figure, label, shortNames } from './figure.ts';
import { counted } from './format.ts';
import type { FullPlan } from './plan-traffic.ts';
import { trafficFigures } from './plan-traffic-figures.ts';

const ROWS_MAX = 24;

/** Every picture of a plan; those that would be empty are left out. */
export function figuresOf(plan: FullPlan): Figure[] {
  const under = plan.traffic === undefined ? [] : trafficFigures(plan.traffic);
  return [addresses(plan), ...under, pairingMap(plan)].filter((figure) => figure !== null);
}

/** Of each subnet with a known block: what Lambda holds, what others hold, what is free. */
function addresses({ subnets }: Plan): Figure | null {
  const all = subnets
    .filter(({ lambda, usable }) => lambda > 0 && usable !== null && usable > 0)
    .map(({ id, lambda, inUse, usable }) => ({ id, lambda, inUse: mostOf(inUse), usable }))
    .toSorted((a, b) => b.inUse / b.usable! - a.inUse / a.usable!);
  const shown = all.slice(0, ROWS_MAX);
  if (shown.length === 0) return null;
  const shortOf = shortNames(shown.map(({ id }) => id));
  const bars = shown.flatMap(({ id, lambda, inUse, usable }) => {
    const of = (count: number) => Math.max(0, count) / usable!;
    return [
      { id, part: 'Lambda', share: of(lambda) },
      { id, part: 'others', share: of(inUse - lambda) },
      { id, part: 'free', share: of(usable! - inUse) },
    ];
  });
  const texts = shown.map(({ id, inUse, usable }) => ({ id, text: `${inUse} of ${usable}` }));
  return {
    title: 'Addresses by subnet',
    caption: `The share of usable addresses that is held.${rest(all, 'subnet')}`,
    says: shown.map(({ id, inUse, usable }) => `${id}: ${inUse} of ${usable} in use`).join('; '),
    svg:
      drawn({
        height: 64 + 26 * shown.length,
        marginLeft: 150,
        marginRight: 76,
        marginTop: 8,
        marginBottom: 42,
        x: {
          label: 'share of usable addresses',
          labelArrow: 'none',
          labelAnchor: 'center',
          percent: true,
          domain: [0, 100],
          ticks: 5,
        },
        y: {
          label: null,
          domain: shown.map(({ id }) => id),
          tickFormat: (id: string) => label(shortOf(id), 20),
        },
        color: colours(['Lambda', 'others', 'free']),
        marks: [
          Plot.barX(bars, { x: 'share', y: 'id', fill: 'part', inset: 0.5 }),
          Plot.text(texts, {
            y: 'id',
            text: 'text',
            x: 1,
            textAnchor: 'start',
            dx: 6,
            fill: 'currentColor',
          }),
        ],
      }) +
      key([
        ['Lambda', 'lambda'],
        ['other services', 'others'],
        ['free', 'free'],
      ]),
  };
}

const COLOURS: Record<string, string> = {
  Lambda: 'var(--lambda)',
  others: 'var(--others)',
  free: 'var(--free)',
};

function colours(domain: string[]) {
  return { domain, range: domain.map((name) => COLOURS[name]!) };
}

/** What the colours mean. */
function key(entries: [name: string, colour: string][]): string {
  const items = entries.map(([name, colour]) => {
    return `<span><i style="background:var(--${colour})"></i>${name}</span>`;
  });
  return `<div class="key" aria-hidden="true">${items.join('')}</div>`;
}

function rest(all: readonly unknown[], thing: string): string {
  const more = all.length - ROWS_MAX;
  return more > 0 ? ` ${counted(more, `more ${thing}`, `more ${thing}s`)} not drawn.` : '';
}

const COLUMNS_MAX = 12;
/** Of the widest common font, in pixels. */
const CHARACTER_WIDTH = 7.5;
/** More rows than these stand closer. */
const ROWS_ROOMY = 10;

/** SHARE-1: a row for each set of groups, a column for each subnet, an ENI where they meet. */
function pairingMap({ pairings }: Plan): Figure | null {
  const shortOf = shortNames(pairings.map(({ subnet }) => subnet));
  const groupOf = shortNames(pairings.flatMap(({ securityGroups }) => securityGroups));
  const named = pairings.map(({ subnet, securityGroups, functions }) => {
    const groups = securityGroups.map(groupOf).join(' + ');
    return { subnet, groups, functions: functions.length };
  });
  const sets = [...new Set(named.map(({ groups }) => groups))];
  const subnets = [...new Set(named.map(({ subnet }) => subnet))];
  const [rows, columns] = [sets.slice(0, ROWS_MAX), subnets.slice(0, COLUMNS_MAX)];
  const cells = named.filter(
    ({ groups, subnet }) => rows.includes(groups) && columns.includes(subnet),
  );
  if (cells.length === 0) return null;
  const hidden = named.length - cells.length;
  const most = Math.max(...cells.map(({ functions }) => functions));
  const isWide = columns.length > 4;
  const [width, marginLeft] = isWide ? [2 * FIGURE_WIDTH, 250] : [FIGURE_WIDTH, 170];
  const columnChars = Math.floor((width - marginLeft) / columns.length / CHARACTER_WIDTH) - 1;
  const rowChars = Math.floor(marginLeft / CHARACTER_WIDTH) - 1;
  return {
    title: 'Who shares which ENI',
    caption: `Each square is one ENI: a subnet met by a set of security groups. The number says how many functions share it.${hidden > 0 ? ` ${counted(hidden, 'more ENI')} not drawn.` : ''}`,
    says: `${counted(pairings.length, 'ENI')} of ${counted(sets.length, 'set')} of security groups in ${counted(subnets.length, 'subnet')}; at most ${counted(most, 'function')} share one`,
    svg: drawn({
      width,
      height: 54 + (rows.length > ROWS_ROOMY ? 22 : 34) * rows.length,
      marginLeft,
      marginTop: 30,
      marginBottom: 8,
      x: {
        label: null,
        axis: 'top',
        domain: columns,
        tickSize: 0,
        tickFormat: (id: string) => label(shortOf(id), columnChars),
      },
      y: {
        label: null,
        domain: rows,
        tickSize: 0,
        tickFormat: (id: string) => label(id, rowChars),
      },
      marks: [
        Plot.cell(cells, {
          x: 'subnet',
          y: 'groups',
          inset: 1,
          rx: 3,
          fill: 'var(--lambda)',
          fillOpacity: 0.22,
          stroke: 'var(--lambda)',
        }),
        Plot.text(cells, {
          x: 'subnet',
          y: 'groups',
          text: ({ functions }) => String(functions),
          fill: 'currentColor',
        }),
      ],
    }),
    ...(isWide ? { isWide } : {}),
  };
}
