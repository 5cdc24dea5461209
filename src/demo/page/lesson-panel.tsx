import { guess, guessKey, isRevealed, showStep, stepLesson } from './moves.ts';
import {
  change,
  data,
  guesses,
  isChanged,
  language,
  lesson,
  play,
  step,
  stepNumber,
  words,
} from './store.ts';

export function LessonPanel() {
  const w = words.value;
  const shown = lesson.value;
  if (shown === null) {
    return (
      <section class="panel" aria-labelledby="lesson-title">
        <h2 id="lesson-title">{play.value.scenario.name}</h2>
        <p lang="en">{play.value.scenario.why}</p>
      </section>
    );
  }
  const isOtherwise = JSON.stringify(change.value) !== JSON.stringify(step.value?.change);
  const isOwnChange = isRevealed() && isChanged.value && isOtherwise;
  return (
    <section class="panel lesson" aria-labelledby="lesson-title">
      <h2 id="lesson-title">{shown.title[language.value]}</h2>
      <p class="faint">
        {w.lesson} {data.lessons.indexOf(shown) + 1} {w.of} {data.lessons.length} · {w.step}{' '}
        {stepNumber.value + 1} {w.of} {shown.steps.length}
      </p>
      <div aria-live="polite">
        <Question />
        {isRevealed() && <p class="text">{step.value?.text[language.value]}</p>}
        {isOwnChange && <p class="note">{w.changed}</p>}
      </div>
      <div class="buttons steps">
        <button type="button" onClick={() => stepLesson(-1)} disabled={stepNumber.value === 0}>
          {w.back}
        </button>
        <button type="button" class="quiet" onClick={showStep} disabled={!isRevealed()}>
          {w.showMoment}
        </button>
        <button
          type="button"
          class="main"
          onClick={() => stepLesson(1)}
          disabled={stepNumber.value === shown.steps.length - 1 || !isRevealed()}
        >
          {w.next}
        </button>
      </div>
    </section>
  );
}

function Question() {
  const w = words.value;
  const ask = step.value?.ask;
  if (ask === undefined) return null;
  const made = guesses.value[guessKey()];
  return (
    <div class="question">
      <p>
        <strong>{w.predict}</strong> {ask.question[language.value]}
      </p>
      <ol class="choices">
        {ask.choices.map((choice, number) => {
          const isRight = made !== undefined && number + 1 === ask.answer;
          const isMine = made === number + 1;
          return (
            <li key={choice.en}>
              <button
                type="button"
                aria-pressed={isMine}
                class={isRight ? 'right' : ''}
                onClick={() => guess(number + 1)}
              >
                {isRight ? '✓ ' : isMine ? '✗ ' : ''}
                {choice[language.value]}
              </button>
            </li>
          );
        })}
      </ol>
      {made !== undefined && (
        <p>
          <strong>{made === ask.answer ? w.right : w.wrong}</strong>
        </p>
      )}
    </div>
  );
}
