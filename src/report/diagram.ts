import { ENI_MOVES, type Move, VERSION_MOVES } from '../model/moves.ts';

/** Mermaid state diagrams of versions and of ENIs, drawn from the tables the model obeys. */
export function stateDiagrams(): string {
  const ends = (moves: readonly Move<string>[]) =>
    [...new Set(moves.map(({ to }) => to))].filter((to) => !moves.some(({ from }) => from === to));
  const versions = stateDiagram('A function or version', VERSION_MOVES, 'Pending', []);
  const enis = stateDiagram('A Hyperplane ENI', ENI_MOVES, 'creating', ends(ENI_MOVES));
  return `${versions}\n${enis}`;
}

function stateDiagram(
  title: string,
  moves: readonly Move<string>[],
  first: string,
  ends: readonly string[],
): string {
  const lines = [
    '---',
    `title: ${title}`,
    '---',
    'stateDiagram-v2',
    `  [*] --> ${first}`,
    ...moves.map(({ from, to, rule, when }) => `  ${from} --> ${to}: ${when} (${rule})`),
    ...ends.map((end) => `  ${end} --> [*]`),
  ];
  return `${lines.join('\n')}\n`;
}
