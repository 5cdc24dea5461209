import { computed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { moment as timeText } from '../../report/format.ts';
import type { Change } from '../change.ts';
import {
  actionOf,
  DEEDS,
  DETOURS_MAX,
  type Deed,
  type Detour,
  subjectsOf,
  valuesOf,
} from '../detour.ts';
import { DEED_WORDS } from '../words-deeds.ts';
import { setChange, takeDetour } from './moves.ts';
import { after, change, language, nowMs, place, play, selected, words } from './store.ts';

const ALL = Object.keys(DEEDS) as Deed[];

/** Something else to do at the moment that is shown; the run is made again with it. */
export function AnotherWay() {
  const w = words.value;
  const detours = change.value.detours ?? [];
  return (
    <section class="panel another-way" aria-labelledby="another-way-title">
      <h2 id="another-way-title">{w.anotherWay}</h2>
      <p class="faint">{place.value === 0 ? w.stepOnFirst : w.anotherWayHint}</p>
      {place.value > 0 && detours.length < DETOURS_MAX && <DetourForm />}
      {detours.length > 0 && <Taken detours={detours} />}
    </section>
  );
}

function DetourForm() {
  const w = words.value;
  const { scene } = after.value;
  const { scenario } = play.value;
  const offered = ALL.filter((one) => subjectsOf(one, scenario, scene).length > 0);
  const [wanted, setDeed] = useState<Deed>('invoke');
  const [named, setNamed] = useState<{ subject: string; beside: string | null } | null>(null);
  const [chosenTo, setTo] = useState('');
  const deed = oneOf(offered, wanted);
  if (deed === undefined) return <p>{w.noneYet}</p>;
  const subjects = subjectsOf(deed, scenario, scene);
  // What is looked at is meant, unless something else was named since.
  const isNamed = named !== null && named.beside === selected.value;
  const subject = oneOf(subjects, ...(isNamed ? [named.subject] : []), ...lookedAt.value)!;
  const setSubject = (one: string) => setNamed({ subject: one, beside: selected.value });
  const values = valuesOf(deed, scenario, subject);
  const to = oneOf(values, chosenTo) ?? null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        takeDetour({ atMs: Math.ceil(nowMs.value), deed, subject, to });
      }}
    >
      <Choice label={w.deed} name="deed" value={deed} values={offered} set={setDeed} />
      <Choice label={w.toWhom} name="subject" value={subject} values={subjects} set={setSubject} />
      {to !== null && <Choice label={w.setTo} name="to" value={to} values={values} set={setTo} />}
      <button type="submit" class="main">
        {w.goThisWay} ({timeText(nowMs.value)})
      </button>
    </form>
  );
}

/** What was chosen on the page, and what belongs to it: its pairing, groups, function, role. */
const lookedAt = computed<(string | null | undefined)[]>(() => {
  const { play: shown, scene } = after.value;
  const { functions, network } = shown.scenario;
  const subject = selected.value?.split(' of ').at(-1) ?? '';
  const track = shown.tracks.find((one) => one.subject === subject);
  const holds = scene.functions.find(({ name }) => name === subject)?.holds ?? [];
  const pairing = track?.pairing ?? holds[0] ?? subject;
  const [subnet = '', groups = ''] = pairing.split('/');
  const vpc = network.subnets.find(({ id }) => id === subnet)?.vpc;
  const user = scene.functions.find((one) => one.holds.includes(pairing))?.name;
  const id = (holds.length > 0 ? subject : (user ?? subject)).split(':')[0];
  const role = functions.find((spec) => spec.id === id)?.role;
  return [subject, pairing, subnet, ...groups.split('+'), vpc, user, id, role];
});

/** The first of the wishes that can be had, else the first of all. */
function oneOf<T extends string>(
  all: readonly T[],
  ...wishes: (string | null | undefined)[]
): T | undefined {
  const granted = wishes.flatMap((wish) => all.filter((one) => one === wish));
  return granted[0] ?? all[0];
}

interface ChoiceProps<T extends string> {
  label: string;
  name: string;
  value: T;
  values: readonly T[];
  set: (value: T) => void;
}

function Choice<T extends string>({ label, name, value, values, set }: ChoiceProps<T>) {
  const deeds: Readonly<Record<string, string>> = DEED_WORDS[language.value];
  return (
    <label>
      {label}
      <select
        data-detour={name}
        value={value}
        onChange={({ currentTarget }) => set(currentTarget.value as T)}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {name === 'deed' ? deeds[one] : one}
          </option>
        ))}
      </select>
    </label>
  );
}

function withoutDetour(detour: Detour): Change {
  const { detours = [], alone, ...rest } = change.value;
  const left = detours.filter((one) => one !== detour);
  if (left.length === 0) return rest;
  return { ...rest, detours: left, ...(alone === undefined ? {} : { alone }) };
}

/** What was done beside the timeline, each to be taken back, and whether the rest goes on. */
function Taken({ detours }: { detours: readonly Detour[] }) {
  const w = words.value;
  const { scenario } = play.value;
  return (
    <>
      <ol class="taken">
        {detours.map((detour, number) => {
          const { atMs, deed, subject, to } = detour;
          const text = `${timeText(atMs)}: ${subject}: ${DEED_WORDS[language.value][deed]}`;
          return (
            <li key={`${number} ${text}`}>
              {text}
              {to !== null && `: ${to}`}
              {actionOf(detour, scenario) === null && ` (${w.notHere})`}{' '}
              <button
                type="button"
                aria-label={`${w.takeBack}: ${text}`}
                onClick={() => setChange(withoutDetour(detour))}
              >
                {w.takeBack}
              </button>
            </li>
          );
        })}
      </ol>
      <label class="check">
        <input
          type="checkbox"
          checked={change.value.alone === true}
          onChange={({ currentTarget }) => {
            const { alone: _, ...rest } = change.value;
            setChange(currentTarget.checked ? { ...rest, alone: true } : rest);
          }}
        />
        {w.alone}
      </label>
    </>
  );
}
