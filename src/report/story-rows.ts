import { escapeLine } from '../diagnostics/escape.ts';
import type { Row } from '../model/types.ts';
import { answerText, reasonText } from './answers.ts';
import { brief, counted, moment } from './format.ts';
import type { Tone } from './palette.ts';
import { type TrafficWords, UNTOLD } from './traffic-words.ts';

/** One thing worth a line, before it is folded with others like it. */
export interface Told {
  subject: string;
  /** `{one|many}` depends on the number of subjects, `<one|many>` on that of repeats. */
  text: string;
  tone: Tone;
  rules: Row['rule'][];
  /** Repeats with this key are folded while nothing else is told of the subject; null: never. */
  run: string | null;
  /** How many calls or tries it tells of. */
  count: number;
  /** Folded with the line before it even when that is of another moment. */
  loose: boolean;
  /** What is told instead when many of its kind happen at one moment; null: the same. */
  crowd: string | null;
  /** It tells what a call of the timeline was answered. */
  answers: boolean;
}

/** What the story remembers between steps, by names of versions. */
export interface Memory {
  idleAfterMs: Map<string, number>;
  /** Since when a version waits to be Active. */
  pendingMs: Map<string, number>;
  /** ENIs that exist, with their phases, by the subnet and by each security group. */
  enisIn: Map<string, Map<string, string>>;
  /** When each answer of AWS was first told. */
  answeredMs: Map<string, number>;
  traffic: TrafficWords;
}

export function emptyMemory(traffic: TrafficWords = () => UNTOLD): Memory {
  const maps = { idleAfterMs: new Map(), pendingMs: new Map(), enisIn: new Map() };
  return { ...maps, answeredMs: new Map(), traffic };
}

/** One step while it is told: rows that another row's line covers are taken out on the way. */
export interface Scene {
  atMs: number;
  memory: Memory;
  /** Rows that no line covers yet. */
  left: Set<Row>;
}

/** Takes the rows that fit out of the scene and gives their rules. */
export function absorb(scene: Scene, fits: (row: Row) => boolean): Row['rule'][] {
  const rules: Row['rule'][] = [];
  for (const row of scene.left) {
    if (!fits(row)) continue;
    scene.left.delete(row);
    rules.push(row.rule);
  }
  return rules;
}

const MARKS = '<>{}|%';
const PRIVATE = 0xe000;

/** Text that people wrote: the marks that lines are made with mean nothing in it (`unmarked`). */
export function literal(text: string): string {
  const hide = (mark: string) => String.fromCharCode(PRIVATE + MARKS.indexOf(mark));
  return escapeLine(text).replace(/[<>{}|%]/g, hide);
}

/** A finished line, in which such text is as it was written. */
export function unmarked(told: string): string {
  return told.replace(/[\ue000-\ue005]/g, (code) => MARKS[code.charCodeAt(0) - PRIVATE]!);
}

/** AWS's answer in full the first time, later without its text; `more` is added behind it. */
export function answered(answer: string, { memory, atMs }: Scene, more = ''): string {
  const firstMs = memory.answeredMs.get(answer) ?? atMs;
  memory.answeredMs.set(answer, firstMs);
  const told = firstMs === atMs ? answer : answer.slice(0, answer.indexOf(':'));
  return more === '' ? told : told.replace(/\.$/, '') + more;
}

export function line(row: Row, text: string, more: Partial<Told> = {}): Told {
  const rules = [...new Set([...(more.rules ?? []), row.rule])];
  const base: Told = {
    subject: row.subject,
    text,
    tone: 'plain',
    rules,
    run: null,
    count: 1,
    loose: false,
    crowd: null,
    answers: row.note === 'call.accepted' || row.note === 'call.refused',
  };
  return { ...base, ...more, rules };
}

export type RowTeller = (row: Row, scene: Scene) => Told;

function created(row: Row, { memory, atMs }: Scene): Told {
  const published = row.subject.includes(':');
  const how = published ? 'published' : 'created';
  if (row.to === 'Active') return line(row, `{is|are} ${how}, Active at once`, { tone: 'good' });
  memory.pendingMs.set(row.subject, atMs);
  return line(row, `{is|are} ${how}: ${stateOf(row)}`);
}

function stateOf(row: Row): string {
  return row.code === undefined ? row.to! : `${row.to} (${row.code})`;
}

/** The row that says why the operation of a version failed, where it did in this scene. */
function takeFailure(row: Row, scene: Scene): { rules: Row['rule'][]; because: string } {
  const isFailure = (other: Row) =>
    other.note === 'operation.failed' && other.subject === row.subject;
  const because = [...scene.left].find(isFailure)?.because;
  const rules = absorb(scene, isFailure);
  return { rules, because: because === undefined ? '' : `. ${literal(because)}` };
}

function changed(row: Row, scene: Scene): Told {
  const { memory, atMs } = scene;
  const { rules, because } = takeFailure(row, scene);
  const sinceMs = memory.pendingMs.get(row.subject);
  if (row.to !== 'Pending') memory.pendingMs.delete(row.subject);
  switch (row.to) {
    case 'Active': {
      const again = row.rule === 'STATE-2' ? '' : ' again';
      const after = sinceMs === undefined ? '' : ` after ${brief(atMs - sinceMs)}`;
      return line(row, `{is|are} Active${again}${after}`, { tone: 'good', rules });
    }
    case 'Inactive': {
      const why = row.rule === 'IDLE-1' ? idleness(row, memory) : `, since waking failed`;
      const code = row.code === undefined ? '' : ` (${row.code})`;
      return line(row, `{is|are} Inactive${code}${why}`, { tone: 'warn', rules });
    }
    case 'Pending':
      memory.pendingMs.set(row.subject, atMs);
      return line(row, `{wakes|wake}: ${stateOf(row)}`, { rules });
    default: {
      const why = row.rule === 'STATE-9' ? ', since a call cancelled what was stuck' : '';
      const code = row.code === undefined ? '' : `: ${reasonText(row.code)}`;
      const text = `{is|are} ${row.to}${code}${why}${because}`;
      return line(row, text, { tone: 'bad', rules });
    }
  }
}

function idleness(row: Row, { idleAfterMs }: Memory): string {
  const idleMs = idleAfterMs.get(row.subject);
  return idleMs === undefined ? '' : `, not used for ${moment(idleMs)}`;
}

function updated(row: Row, scene: Scene): Told {
  const { rules, because } = takeFailure(row, scene);
  if (row.to === 'InProgress') {
    return line(row, 'update InProgress; the old configuration serves');
  }
  if (row.to === 'Successful') return line(row, 'update Successful', { tone: 'good' });
  const why = row.code === undefined ? '' : `: ${reasonText(row.code)}`;
  const text = `update Failed${why}; the old configuration keeps serving${because}`;
  return line(row, text, { tone: 'bad', rules });
}

function functionDeleted(row: Row, scene: Scene): Told {
  const versions = [...scene.left].filter(
    ({ note, subject }) => note === 'version.deleted' && subject.startsWith(`${row.subject}:`),
  );
  const rules = absorb(scene, ({ note }) => note === 'version.deleted');
  const names = versions.map(({ subject }) => subject.slice(subject.indexOf(':') + 1));
  const all = names.length === 0 ? '' : `, version${names.length > 1 ? 's' : ''} `;
  return line(row, `{is|are} deleted${all}${names.join(', ')}`, { rules });
}

function ran(row: Row, scene: Scene): Told {
  const { refusal, count = 1 } = row;
  if (refusal === undefined) {
    return line(row, '{runs|run}<| %n times>%until', { run: 'ran', count });
  }
  const rules = absorb(
    scene,
    (other) => other.note === 'call.refused' && other.refusal === refusal,
  );
  const answer = answerText(refusal, { arn: row.subject, function: row.subject });
  const text = `<a call is|%n calls%until are> refused: ${answered(answer, scene)}`;
  const run = `refused ${refusal}`;
  return line(row, text, { tone: 'bad', rules, run, count, answers: rules.length > 0 });
}

function queued(row: Row): Told {
  const { count = 1 } = row;
  const calls = counted(count, 'asynchronous call');
  const verb = count === 1 ? 'waits' : 'wait';
  const text = `${calls} ${verb} in Lambda's queue until {it|they} can run`;
  return line(row, text, { tone: 'warn' });
}

function dropped(row: Row, scene: Scene): Told {
  const { count = 1, queued: since } = row;
  const calls = counted(count, 'asynchronous call');
  const waited = brief(scene.atMs - since!.sinceMs);
  const verb = count === 1 ? 'is' : 'are';
  return line(row, `${calls} ${verb} given up after ${waited} in Lambda's queue`, { tone: 'bad' });
}

function trafficBegan(row: Row, scene: Scene): Told {
  const rules = absorb(
    scene,
    ({ note, refusal }) => note === 'invocation' && refusal === undefined,
  );
  const { kind, words } = scene.memory.traffic(row.subject, scene.atMs);
  if (kind === 'burst') {
    const many = words === '' ? '' : ` of ${words}`;
    return line(row, `{gets|get} a burst${many}`, { rules, loose: true });
  }
  const how = words === '' ? '' : `: ${words}`;
  return line(row, `steady traffic begins${how}`, { rules, loose: true });
}

function trafficEnded(row: Row, scene: Scene): Told {
  const { kind } = scene.memory.traffic(row.subject, scene.atMs - 1);
  const text = kind === 'burst' ? 'the burst is over' : 'steady traffic ends';
  return line(row, text, { loose: true });
}

/** Versions: what they go through and what calls to them meet. */
export const VERSION_TELLERS = {
  'version.created': created,
  'version.state': changed,
  'version.update': updated,
  'version.same': (row) =>
    line(row, '{is|are} the answer again: nothing changed since {it was|they were} published'),
  'version.deleted': (row) => line(row, '{is|are} deleted'),
  'function.deleted': functionDeleted,
  'detach.aborted': (row) =>
    line(row, 'had begun to leave {its|their} pairings; the delete aborts that', { tone: 'warn' }),
  'operation.failed': (row) => line(row, `failed: ${reasonText(row.code!)}`, { tone: 'bad' }),
  invocation: ran,
  'invocation.queued': queued,
  'invocation.dropped': dropped,
  'traffic.began': trafficBegan,
  'traffic.ended': trafficEnded,
} as const satisfies Partial<Record<Row['note'], RowTeller>>;
