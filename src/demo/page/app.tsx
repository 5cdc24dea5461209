import { AnotherWay } from './another-way.tsx';
import { Controls } from './controls.tsx';
import { LessonPanel } from './lesson-panel.tsx';
import { openLesson, openScenario } from './moves.ts';
import { progress } from './runs.ts';
import { Stages } from './stage.tsx';
import {
  before,
  data,
  hasPlay,
  language,
  lessonId,
  play,
  refusal,
  scenarioName,
  titles,
  words,
} from './store.ts';
import { Timeline, TimelineControls } from './timeline.tsx';
import { WhatIf } from './what-if.tsx';
import { ToWhy, Why } from './why.tsx';

export function App() {
  return hasPlay.value ? <Page /> : <Opening />;
}

/** The first run takes its time, or cannot be shown. */
function Opening() {
  return (
    <>
      <Header />
      <main aria-busy={progress.value !== null}>
        <div class="middle">
          <Signs />
        </div>
      </main>
    </>
  );
}

/** That a run is being made, and why one cannot be shown. */
function Signs() {
  const w = words.value;
  return (
    <>
      {refusal.value !== null && (
        <p class="note" role="alert">
          {w.tooLong} {refusal.value}
        </p>
      )}
      {progress.value !== null && (
        <div class="note">
          <span role="status">
            {w.making} {scenarioName.value}
          </span>{' '}
          <progress aria-label={w.making} value={progress.value} />
        </div>
      )}
    </>
  );
}

function Page() {
  const w = words.value;
  return (
    <>
      <Header />
      <main aria-busy={progress.value !== null}>
        <div class="side">
          <LessonPanel />
        </div>
        <div class="middle">
          <Signs />
          <Stages />
          <ToWhy />
          <Controls />
          <TimelineControls />
          {before.value !== null && (
            <Timeline play={before.value.play} side="before" title={titles.value.before} />
          )}
          <Timeline
            play={play.value}
            side="after"
            title={before.value === null ? w.timeline : titles.value.after}
          />
        </div>
        <div class="side">
          <Why />
          <AnotherWay />
          <WhatIf />
        </div>
      </main>
      <footer>
        <details>
          <summary>{w.keys}</summary>
          <p>{w.keysText}</p>
        </details>
        <p>
          hyperplane-sim {data.version}. {w.inEnglish}
        </p>
      </footer>
    </>
  );
}

function Header() {
  const w = words.value;
  return (
    <header>
      <h1>{w.title}</h1>
      <label>
        {w.lesson}
        <select
          value={lessonId.value ?? ''}
          onChange={({ currentTarget }) => {
            if (currentTarget.value === '') openScenario(scenarioName.value);
            else openLesson(currentTarget.value);
          }}
        >
          <option value="">{w.freePlay}</option>
          {data.lessons.map(({ id, title }, number) => (
            <option key={id} value={id}>
              {number + 1}. {title[language.value]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {w.scenario}
        <select
          value={scenarioName.value}
          onChange={({ currentTarget }) => openScenario(currentTarget.value)}
        >
          {data.scenarios.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="languages" aria-label={w.language}>
        {(['en', 'pt'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={language.value === one}
            lang={one}
            onClick={() => {
              language.value = one;
            }}
          >
            {one === 'en' ? 'English' : 'Português'}
          </button>
        ))}
      </fieldset>
    </header>
  );
}
