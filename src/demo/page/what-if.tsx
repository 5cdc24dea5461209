import { brief, thousands } from '../../report/format.ts';
import type { Change } from '../change.ts';
import { FIGURES, type FigureName, type Figures, figuresOf } from '../figures.ts';
import type { Words } from '../words.ts';
import { Numeral } from './map.tsx';
import { setChange } from './moves.ts';
import { before, change, isChanged, play, type Side, seed, titles, words } from './store.ts';

interface Choice {
  name: keyof Change;
  label: keyof Words;
  values: readonly (readonly [value: number | string, shown?: keyof Words])[];
}

const CHOICES: readonly Choice[] = [
  { name: 'idleDays', label: 'idleDays', values: [[1], [7], [14], [30], [60]] },
  {
    name: 'profile',
    label: 'profile',
    values: [
      ['seed', 'seedProfile'],
      ['current', 'currentProfile'],
    ],
  },
  {
    name: 'creationMinutes',
    label: 'creationMinutes',
    values: [[0.5], [1], [3], [5], [8.5], [15]],
  },
  { name: 'quota', label: 'quotaControl', values: [[1], [2], [3], [6], [12], [250], [500]] },
  { name: 'free', label: 'freeControl', values: [[0], [1], [2], [3], [11]] },
  {
    name: 'groups',
    label: 'groups',
    values: [
      ['shared', 'shared'],
      ['each', 'each'],
    ],
  },
  { name: 'scaleOutAt', label: 'scaleOutAt', values: [[0.5], [0.65], [0.8], [0.9], [1]] },
  { name: 'traffic', label: 'traffic', values: [[0.1], [0.25], [0.5], [2], [3]] },
  { name: 'perEnvironment', label: 'perEnvironment', values: [[0], [1], [2], [10], [50]] },
];

/** Parameters to change, and what came of it. */
export function WhatIf() {
  const w = words.value;
  return (
    <section class="panel what-if" aria-labelledby="what-if-title">
      <h2 id="what-if-title">{w.whatIf}</h2>
      <div class="fields">
        {CHOICES.map((choice) => (
          <Field key={choice.name} {...choice} />
        ))}
        <label>
          {w.seed}
          <input
            type="text"
            maxLength={60}
            placeholder={play.value.scenario.seed}
            value={seed.value ?? ''}
            onChange={({ currentTarget }) => {
              seed.value = currentTarget.value === '' ? null : currentTarget.value;
              setChange(change.value);
            }}
          />
        </label>
      </div>
      <button
        type="button"
        disabled={!isChanged.value && seed.value === null}
        onClick={() => {
          seed.value = null;
          setChange({});
        }}
      >
        {w.reset}
      </button>
      <FiguresTable />
    </section>
  );
}

function Field({ name, label, values }: Choice) {
  const w = words.value;
  const now = change.value[name];
  const isListed = now === undefined || values.some(([value]) => value === now);
  const all = isListed ? values : [...values, [now] as const];
  const set = (text: string) => {
    const { [name]: _, ...rest } = change.value;
    const value = all.find(([one]) => String(one) === text)?.[0];
    setChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  return (
    <label>
      {w[label]}
      <select
        data-change={name}
        value={now === undefined ? '' : String(now)}
        onChange={({ currentTarget }) => set(currentTarget.value)}
      >
        <option value="">{w.asIs}</option>
        {all.map(([value, shown]) => (
          <option key={value} value={String(value)}>
            {shown === undefined ? value : w[shown]}
          </option>
        ))}
      </select>
    </label>
  );
}

function FiguresTable() {
  const w = words.value;
  const after = figuresOf(play.value);
  const first = before.value === null ? null : figuresOf(before.value.play);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{w.figure}</th>
          {first !== null && <th scope="col">{titles.value.before}</th>}
          <th scope="col">{first === null ? w.asIs : titles.value.after}</th>
        </tr>
      </thead>
      <tbody>
        {FIGURES.map((name) => (
          <tr key={name} class={first !== null && first[name] !== after[name] ? 'moved' : ''}>
            <th scope="row">{w[name]}</th>
            {first !== null && <FigureCell name={name} figures={first} side="before" />}
            <FigureCell name={name} figures={after} side="after" />
          </tr>
        ))}
        <tr>
          <th scope="row">{w.traceHash}</th>
          {first !== null && (
            <td>
              <code>{first.traceHash}</code>
            </td>
          )}
          <td>
            <code data-hash>{after.traceHash}</code>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

interface FigureCellProps {
  name: FigureName;
  figures: Figures;
  side: Side;
}

function FigureCell({ name, figures, side }: FigureCellProps) {
  const text = name === 'slowestPending' ? brief(figures[name]) : thousands(figures[name]);
  return (
    <td>
      <Numeral name={`figure of ${name}`} shown={{ side }}>
        {text}
      </Numeral>
    </td>
  );
}
