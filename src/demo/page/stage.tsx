import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Difference, differencesTo } from '../differences.ts';
import type { SeenFunction } from '../scene.ts';
import { signOf } from '../signs.ts';
import type { Track } from '../tracks.ts';
import { Chosen, Mark, type Shown, Vpc } from './map.tsx';
import { after, before, type Side, selected, titles, type View, words } from './store.ts';
import { type Wire, wiresIn } from './wires.ts';

const NONE: ReadonlyMap<string, Difference> = new Map();
/** More than this is no picture any more: the rest is counted. */
const FUNCTIONS_MAX = 36;

/** The map of the run, beside that of the way it is compared with. */
export function Stages() {
  const other = before.value;
  if (other === null)
    return <Stage view={after.value} side="after" title={words.value.functions} />;
  const [here, there] = [after.value.scene, other.scene];
  const [ofHere, ofThere] = [differencesTo(there, here), differencesTo(here, there)];
  const { before: titleBefore, after: titleAfter } = titles.value;
  return (
    <div class="stages">
      <Stage view={other} side="before" title={titleBefore} marks={ofThere} />
      <Stage view={after.value} side="after" title={titleAfter} marks={ofHere} />
      {ofHere.size + ofThere.size === 0 && <p class="faint same">{words.value.noDifference}</p>}
    </div>
  );
}

/** Whether a line belongs to what was chosen: a function, ENI, pairing, subnet or group. */
function litBy(chosen: string | null, tracks: readonly Track[]) {
  const subject = chosen?.split(' of ').at(-1);
  const pairing = tracks.find((track) => track.subject === subject)?.pairing;
  return (from: string, to: string): boolean => {
    const [subnet, groups = ''] = to.split('/');
    const ends = [from, to, subnet, ...groups.split('+')];
    return ends.some((end) => end === subject || end === pairing);
  };
}

interface StageProps {
  view: View;
  side: Side;
  title: string;
  /** What differs from the stage beside it. */
  marks?: ReadonlyMap<string, Difference>;
}

/** Functions above, VPCs with subnets, pairings and ENIs below, lines between. */
function Stage({ view, side, title, marks = NONE }: StageProps) {
  const w = words.value;
  const { functions, vpcs } = view.scene;
  const shown = useMemo<Shown>(() => ({ side, marks }), [side, marks]);
  return (
    <section class="stage" data-side={side} aria-label={`${w.stage}: ${title}`}>
      <Wires view={view} />
      <h2>{title}</h2>
      {functions.length === 0 && <p class="faint">{w.noneYet}</p>}
      <ul class="functions">
        {functions.slice(0, FUNCTIONS_MAX).map((one) => (
          <li key={one.name}>
            <FunctionChip {...one} shown={shown} />
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
          <Vpc key={vpc.id} {...vpc} shown={shown} />
        ))}
      </div>
    </section>
  );
}

/** Drawn before the browser paints what they join, and again when that moves. */
function Wires({ view: { scene, play } }: { view: View }) {
  const ref = useRef<SVGSVGElement>(null);
  const [wires, setWires] = useState<Wire[]>([]);
  const draw = useRef(() => {});
  draw.current = () => setWires(wiresIn(ref.current!.parentElement!, scene.functions));
  useLayoutEffect(() => draw.current(), [scene, words.value]);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => draw.current());
    watch.observe(ref.current!.parentElement!);
    return () => watch.disconnect();
  }, []);
  const isLit = litBy(selected.value, play.tracks);
  return (
    <svg class="wires" aria-hidden="true" ref={ref}>
      {wires.map(({ path, from, to, waits }) => {
        const kind = `wire${waits ? ' waits' : ''}${isLit(from, to) ? ' chosen' : ''}`;
        return <path key={`${from} ${to}`} class={kind} d={path} />;
      })}
    </svg>
  );
}

function FunctionChip(props: SeenFunction & { shown: Shown }) {
  const w = words.value;
  const { name, state, reason, update, isOutside, holds, waits, shown } = props;
  return (
    <Chosen class={`chip ${state}`} name={name} shown={shown} data={{ 'data-function': name }}>
      <span class="sign" aria-hidden="true">
        {signOf(state)}
      </span>
      <span>
        <strong>{name}</strong> <Mark name={name} shown={shown} />
        <br />
        {state}
        {reason === null ? '' : ` (${reason})`}
        {update === 'InProgress' && `, ${w.updating}`}
        {update === 'Failed' && `, ${w.updateFailed}`}
        {isOutside && `, ${w.outside}`}
        <span class="hidden">
          {holds.length > 0 && `; ${w.holds} ${holds.join(', ')}`}
          {waits.length > 0 && `; ${w.waits}: ${waits.join(', ')}`}
        </span>
      </span>
    </Chosen>
  );
}
