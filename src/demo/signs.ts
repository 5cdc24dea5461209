/** A shape for each state, so that no state is told by colour alone. */
const SIGNS: Readonly<Record<string, string>> = {
  Pending: '◔',
  Active: '●',
  Inactive: '○',
  Failed: '✖',
  creating: '◔',
  ready: '■',
  draining: '▽',
  available: '□',
  failed: '✖',
  stuck: '⚠',
};

export const signOf = (state: string): string => SIGNS[state] ?? '·';
