import { stateDiagrams } from '../report/diagram.ts';
import { allFacts, factIds, factsJson, factsOf } from '../report/facts.ts';
import { factsOverview, factText } from '../report/facts-text.ts';
import { didYouMean } from '../scenario/nearest.ts';
import { EXIT, InputError } from './failure.ts';
import type { Io } from './io.ts';

/** `hyperplane facts`: the evidence table, one entry of it, or the diagram of states. */
export function factsCommand(
  id: string | undefined,
  options: { format: 'text' | 'json' },
  io: Io,
): number {
  const isJson = options.format === 'json';
  const page = { palette: io.outPalette, width: io.width };
  if (id === 'diagram') {
    const diagram = stateDiagrams();
    io.out(isJson ? `${JSON.stringify({ mermaid: diagram }, null, 2)}\n` : diagram);
    return EXIT.done;
  }
  const facts = id === undefined ? allFacts() : factsOf(id);
  if (facts.length === 0) {
    const guess = didYouMean(id!, factIds()) ?? '`hyperplane facts` lists all';
    throw new InputError(`facts: nothing is called ${id}; ${guess}`);
  }
  if (isJson) io.out(`${JSON.stringify({ facts: factsJson(facts) }, null, 2)}\n`);
  else if (id === undefined) io.out(factsOverview(page));
  else io.out(facts.map((fact) => factText(fact, page)).join('\n'));
  return EXIT.done;
}
