import type { SeenFunction } from '../scene.ts';

/** A line from a function to a pairing that it holds or waits for. */
export interface Wire {
  from: string;
  to: string;
  path: string;
  waits: boolean;
}

/** More lines than this hide what they show. */
const WIRES_MAX = 120;

/** Where the lines go on the screen: from below a function to the top of its pairings. */
export function wiresIn(stage: HTMLElement, functions: readonly SeenFunction[]): Wire[] {
  const origin = stage.getBoundingClientRect();
  const boxes = (name: string) => {
    const found = [...stage.querySelectorAll<HTMLElement>(`[data-${name}]`)];
    return new Map(found.map((box) => [box.dataset[name]!, box.getBoundingClientRect()]));
  };
  const [chips, pairings] = [boxes('function'), boxes('pairing')];
  const wires: Wire[] = [];
  for (const { name, holds, waits } of functions) {
    const chip = chips.get(name);
    for (const to of holds) {
      const pairing = pairings.get(to);
      if (chip === undefined || pairing === undefined) continue;
      if (wires.length >= WIRES_MAX) return [];
      const [x1, y1] = [chip.left + chip.width / 2 - origin.left, chip.bottom - origin.top];
      const [x2, y2] = [pairing.left + pairing.width / 2 - origin.left, pairing.top - origin.top];
      const bend = Math.max(16, (y2 - y1) / 2);
      const path = `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
      wires.push({ from: name, to, path, waits: waits.includes(to) });
    }
  }
  return wires;
}
