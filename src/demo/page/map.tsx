import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { thousands } from '../../report/format.ts';
import type { Difference } from '../differences.ts';
import type { NumberName } from '../numbers.ts';
import type { SeenEni, SeenPairing, SeenSubnet, SeenVpc } from '../scene.ts';
import { signOf } from '../signs.ts';
import { choose } from './moves.ts';
import { type Side, selected, side as sideChosen, views, words } from './store.ts';

/** More than this is no picture any more: the rest is counted. */
const SUBNETS_MAX = 9;
const PAIRINGS_MAX = 18;
const HOLDERS_MAX = 4;

/** The stage that a part of the map stands on. */
export interface Shown {
  side: Side;
  marks: ReadonlyMap<string, Difference>;
}

interface ChosenProps {
  class: string;
  name: string;
  shown: Pick<Shown, 'side'>;
  data?: Record<`data-${string}`, string>;
  children: ComponentChildren;
}

/** A button that asks why: about a thing of the map or about a number. */
export function Chosen({ class: kind, name, shown: { side }, data = {}, children }: ChosenProps) {
  return (
    <button
      type="button"
      class={kind}
      {...data}
      aria-pressed={selected.value === name && sideChosen.value === side}
      onClick={() => choose(name, side)}
    >
      {children}
    </button>
  );
}

/** Says that something is not the same on the stage beside. */
export function Mark({ name, shown }: { name: string; shown: Shown }) {
  const difference = shown.marks.get(name);
  if (difference === undefined) return null;
  return (
    <span class="mark">
      {difference === 'onlyHere' ? '+' : '≠'} {words.value[difference]}
    </span>
  );
}

interface NumeralProps {
  name: NumberName;
  shown: Pick<Shown, 'side'> & Partial<Pick<Shown, 'marks'>>;
  isFull?: boolean;
  children: ComponentChildren;
}

/** A number that can be asked about. */
export function Numeral({ name, shown, isFull = false, children }: NumeralProps) {
  return (
    <Chosen class={isFull ? 'numeral full' : 'numeral'} name={name} shown={shown}>
      {children}
      {shown.marks?.has(name) && <abbr title={words.value.otherwise}> ≠</abbr>}
    </Chosen>
  );
}

export function Vpc({ id, enis, quota, subnets, shown }: SeenVpc & { shown: Shown }) {
  const w = words.value;
  return (
    <div class="vpc">
      <h3>
        <Chosen class="name" name={id} shown={shown}>
          VPC {id}
        </Chosen>{' '}
        <Numeral name={`enis of ${id}`} shown={shown} isFull={enis >= quota}>
          {thousands(enis)} {w.of} {thousands(quota)} ENIs
        </Numeral>
      </h3>
      <div class="subnets">
        {subnets.slice(0, SUBNETS_MAX).map((subnet) => (
          <Subnet key={subnet.id} {...subnet} shown={shown} />
        ))}
      </div>
      <More than={SUBNETS_MAX} all={subnets} />
    </div>
  );
}

function More({ than, all }: { than: number; all: readonly unknown[] }) {
  if (all.length <= than) return null;
  return (
    <p class="faint">
      + {all.length - than} {words.value.more}
    </p>
  );
}

function Subnet({ id, free, usable, pairings, shown }: SeenSubnet & { shown: Shown }) {
  const w = words.value;
  return (
    <div class="subnet">
      <h4>
        <Chosen class="name" name={id} shown={shown}>
          {id}
        </Chosen>{' '}
        <Numeral name={`free of ${id}`} shown={shown} isFull={free <= 0}>
          {thousands(free)} {w.of} {thousands(usable)} {w.free}
        </Numeral>
      </h4>
      {pairings.length === 0 && <p class="faint">{w.noPairing}</p>}
      <div class="pairings">
        {pairings.slice(0, PAIRINGS_MAX).map((pairing) => (
          <Pairing key={pairing.name} {...pairing} shown={shown} />
        ))}
      </div>
      <More than={PAIRINGS_MAX} all={pairings} />
    </div>
  );
}

function Pairing(props: SeenPairing & { shown: Shown }) {
  const w = words.value;
  const { name, groups, dualStack, holders, enis, shown } = props;
  const rest = holders.length - HOLDERS_MAX;
  const named = holders.slice(0, HOLDERS_MAX).join(', ') + (rest > 0 ? ` + ${rest} ${w.more}` : '');
  return (
    <div class="pairing" data-pairing={name}>
      <Chosen class="name" name={name} shown={shown}>
        {groups.join(' + ')}
        {dualStack && ' (IPv6)'}
      </Chosen>
      <p class="holders">
        {holders.length === 0 ? w.nobody : `${holders.length > 1 ? w.sharedBy : w.usedBy} ${named}`}
      </p>
      <ul class="enis">
        {enis.map((eni) => (
          <li key={eni.number}>
            <Eni {...eni} shown={shown} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Eni({ name, number, phase, address, shown }: SeenEni & { shown: Shown }) {
  const w = words.value;
  // Both are watched apart from the view, so that an ENI is drawn again when they change only.
  const open = useComputed(() => views[shown.side].value?.moment.open[number] ?? 0).value;
  const most = useComputed(() => views[shown.side].value?.play.connectionsMax ?? 0).value;
  const share = Math.min(1, open / most);
  return (
    <div class={`eni ${phase}`}>
      <span class="gauge" aria-hidden="true">
        <span class={share >= 1 ? 'fill over' : 'fill'} style={{ width: `${100 * share}%` }} />
      </span>
      <Chosen class="whole" name={name} shown={shown} data={{ 'data-eni': name }}>
        <span class="sign" aria-hidden="true">
          {signOf(phase)}
        </span>
        <span>
          <strong>{name}</strong> {phase} <span class="faint">{address}</span>{' '}
          <Mark name={name} shown={shown} />
        </span>
      </Chosen>
      <Numeral name={`open of ${name}`} shown={shown} isFull={share >= 1}>
        {open === 0
          ? w.noConnections
          : `${thousands(open)} ${w.of} ${thousands(most)} ${w.connections}`}
      </Numeral>
    </div>
  );
}
