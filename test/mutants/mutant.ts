/** One wrong version of one line of the simulator, which some test must notice. */
export interface Mutant {
  name: string;
  file: string;
  /** Occurs exactly once in the file. */
  search: string;
  replacement: string;
  /** The rule it breaks. */
  rule: string;
}
