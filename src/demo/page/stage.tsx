import { useEffect, useRef, useState } from 'preact/hooks';
import { thousands } from '../../report/format.ts';
import type { SeenEni, SeenFunction, SeenPairing, SeenSubnet, SeenVpc } from '../scene.ts';
import { signOf } from './signs.ts';
import { moment, play, scene, selected, words } from './store.ts';
import { type Wire, wiresIn } from './wires.ts';

/** More than this is no picture any more: the rest is counted. */
const FUNCTIONS_MAX = 36;
const SUBNETS_MAX = 9;
const PAIRINGS_MAX = 18;

/** The map: functions above, VPCs with subnets, pairings and ENIs below, lines between. */
export function Stage() {
  const w = words.value;
  const { functions, vpcs } = scene.value;
  const ref = useRef<HTMLElement>(null);
  const [wires, setWires] = useState<Wire[]>([]);
  useEffect(() => {
    const stage = ref.current!;
    const draw = () => setWires(wiresIn(stage, functions));
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(stage);
    return () => watch.disconnect();
  }, [scene.value, words.value]);
  const pairing = play.value.tracks.find(({ subject }) => subject === selected.value)?.pairing;
  const chosen = [selected.value, pairing];
  return (
    <section class="stage" aria-label={w.stage} ref={ref}>
      <svg class="wires" aria-hidden="true">
        {wires.map(({ path, from, to, waits }) => {
          const isChosen = chosen.includes(from) || chosen.includes(to);
          const kind = `wire${waits ? ' waits' : ''}${isChosen ? ' chosen' : ''}`;
          return <path key={`${from} ${to}`} class={kind} d={path} />;
        })}
      </svg>
      <h2>{w.functions}</h2>
      {functions.length === 0 && <p class="faint">{w.noneYet}</p>}
      <ul class="functions">
        {functions.slice(0, FUNCTIONS_MAX).map((one) => (
          <li key={one.name}>
            <FunctionChip {...one} />
          </li>
        ))}
      </ul>
      {functions.length > FUNCTIONS_MAX && (
        <p class="faint">
          {w.mapOnly} {functions.length - FUNCTIONS_MAX}
        </p>
      )}
      <div class="vpcs">
        {vpcs.map((vpc) => (
          <Vpc key={vpc.id} {...vpc} />
        ))}
      </div>
    </section>
  );
}

const choose = (name: string) => () => {
  selected.value = name;
};

function FunctionChip({ name, state, reason, update, holds, waits }: SeenFunction) {
  const w = words.value;
  const isUpdating = update === 'InProgress';
  return (
    <button
      type="button"
      class={`chip ${state}`}
      data-function={name}
      aria-pressed={selected.value === name}
      onClick={choose(name)}
    >
      <span class="sign" aria-hidden="true">
        {signOf(state)}
      </span>
      <span>
        <strong>{name}</strong>
        <br />
        {state}
        {reason === null ? '' : ` (${reason})`}
        {isUpdating && `, ${w.updating}`}
        {update === 'Failed' && `, ${w.updateFailed}`}
        {holds.length === 0 && state === 'Active' && `, ${w.outside}`}
        <span class="hidden">
          {holds.length > 0 && `; ${w.holds} ${holds.join(', ')}`}
          {waits.length > 0 && `; ${w.waits}: ${waits.join(', ')}`}
        </span>
      </span>
    </button>
  );
}

function Vpc({ id, enis, quota, subnets }: SeenVpc) {
  const w = words.value;
  return (
    <div class="vpc">
      <h3>
        <button
          type="button"
          class="name"
          aria-pressed={selected.value === id}
          onClick={choose(id)}
        >
          VPC {id}
        </button>{' '}
        <span class={enis >= quota ? 'full' : 'faint'}>
          {thousands(enis)} {w.quota} {thousands(quota)}
        </span>
      </h3>
      <div class="subnets">
        {subnets.slice(0, SUBNETS_MAX).map((subnet) => (
          <Subnet key={subnet.id} {...subnet} />
        ))}
      </div>
      {subnets.length > SUBNETS_MAX && (
        <p class="faint">
          + {subnets.length - SUBNETS_MAX} {w.more}
        </p>
      )}
    </div>
  );
}

function Subnet({ id, free, usable, pairings }: SeenSubnet) {
  const w = words.value;
  return (
    <div class="subnet">
      <h4>
        <button
          type="button"
          class="name"
          aria-pressed={selected.value === id}
          onClick={choose(id)}
        >
          {id}
        </button>{' '}
        <span class={free <= 0 ? 'full' : 'faint'}>
          {thousands(free)} {w.of} {thousands(usable)} {w.free}
        </span>
      </h4>
      {pairings.length === 0 && <p class="faint">{w.noPairing}</p>}
      <div class="pairings">
        {pairings.slice(0, PAIRINGS_MAX).map((pairing) => (
          <Pairing key={pairing.name} {...pairing} />
        ))}
      </div>
      {pairings.length > PAIRINGS_MAX && (
        <p class="faint">
          + {pairings.length - PAIRINGS_MAX} {w.more}
        </p>
      )}
    </div>
  );
}

const HOLDERS_MAX = 4;

function Pairing({ name, groups, dualStack, holders, enis }: SeenPairing) {
  const w = words.value;
  const rest = holders.length - HOLDERS_MAX;
  const named = holders.slice(0, HOLDERS_MAX).join(', ') + (rest > 0 ? ` + ${rest} ${w.more}` : '');
  return (
    <div class="pairing" data-pairing={name}>
      <button
        type="button"
        class="name"
        aria-pressed={selected.value === name}
        onClick={choose(name)}
      >
        {groups.join(' + ')}
        {dualStack && ' (IPv6)'}
      </button>
      <p class="holders">
        {holders.length === 0 ? w.nobody : `${holders.length > 1 ? w.sharedBy : w.usedBy} ${named}`}
      </p>
      <ul class="enis">
        {enis.map((eni) => (
          <li key={eni.number}>
            <Eni {...eni} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Eni({ name, number, phase, address }: SeenEni) {
  const w = words.value;
  const open = moment.value.open[number] ?? 0;
  const most = play.value.connectionsMax;
  const share = Math.min(1, open / most);
  return (
    <button
      type="button"
      class={`eni ${phase}`}
      data-eni={name}
      aria-pressed={selected.value === name}
      onClick={choose(name)}
    >
      <span class="gauge" aria-hidden="true">
        <span class={share >= 1 ? 'fill over' : 'fill'} style={{ width: `${100 * share}%` }} />
      </span>
      <span class="sign" aria-hidden="true">
        {signOf(phase)}
      </span>
      <span>
        <strong>{name}</strong> {phase} <span class="faint">{address}</span>
        <br />
        {thousands(open)}{' '}
        <span class="faint">
          {w.most} {thousands(most)}
        </span>
        <span class="hidden"> {w.connections}</span>
      </span>
    </button>
  );
}
