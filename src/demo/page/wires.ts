import type { SeenFunction } from '../scene.ts';

/** A line from a function to a pairing that it holds or waits for. */
export interface Wire {
  from: string;
  to: string;
  path: string;
  waits: boolean;
}

/** A box on the screen, and the way down to it beside the rows above. */
interface Box {
  left: number;
  top: number;
  bottom: number;
  width: number;
  height: number;
  /** Where a line begins to go straight down: above the first row of its VPC, or above all VPCs. */
  rowTop: number;
  /** Where it goes down: left of the pairing, or left of all VPCs. */
  lane: number;
}

/** Room between pairings, in pixels. */
const GAP = 10;
/** More lines than this hide what they show. */
const WIRES_MAX = 120;

/** Where the lines go on the screen: from below a function to the top of its pairings. */
export function wiresIn(stage: HTMLElement, functions: readonly SeenFunction[]): Wire[] {
  const origin = stage.getBoundingClientRect();
  const boxes = (name: string) => {
    const found = [...stage.querySelectorAll<HTMLElement>(`[data-${name}]`)];
    return new Map(found.map((element) => [element.dataset[name]!, boxOf(element)]));
  };
  const [chips, pairings] = [boxes('function'), boxes('pairing')];
  const wires: Wire[] = [];
  for (const { name, holds, waits } of functions) {
    const chip = chips.get(name);
    for (const to of holds) {
      const pairing = pairings.get(to);
      if (chip === undefined || pairing === undefined) continue;
      if (wires.length >= WIRES_MAX) return [];
      const start = { x: chip.left + chip.width / 2 - origin.left, y: chip.bottom - origin.top };
      const path = pathTo(pairing, start, origin);
      wires.push({ from: name, to, path, waits: waits.includes(to) });
    }
  }
  return wires;
}

/** To the top of a pairing in the first row; to others down a gap on the left, where one sees it. */
function pathTo(pairing: Box, { x, y }: { x: number; y: number }, origin: DOMRect): string {
  const firstRow = pairing.rowTop - origin.top;
  const top = pairing.top - origin.top;
  const left = pairing.left - origin.left;
  const isFirst = top - firstRow < pairing.height / 2;
  const end = isFirst ? left + pairing.width / 2 : pairing.lane - origin.left;
  const bend = Math.max(16, ((isFirst ? top : firstRow) - y) / 2);
  const curve = (toY: number) => `M${x} ${y} C${x} ${y + bend} ${end} ${toY - bend} ${end} ${toY}`;
  return isFirst ? curve(top) : `${curve(firstRow)} V${top + GAP} H${left}`;
}

function boxOf(element: HTMLElement): Box {
  const { left, top, bottom, width, height } = element.getBoundingClientRect();
  const vpcs = element.closest('.vpcs');
  const isBelow = vpcs !== null && vpcs.firstElementChild?.contains(element) === false;
  const above = isBelow ? vpcs : (vpcs?.querySelector('.pairing') ?? element);
  const first = above.getBoundingClientRect();
  const lane = (isBelow ? first.left : left) - GAP / 2;
  return { left, top, bottom, width, height, rowTop: first.top, lane };
}
