import { eitherOf, type Maybe, Unknown } from './values.ts';

/** What a symbol may turn out to be, where one of a few values is chosen; else nothing. */
export function branchesOf({ choice }: Unknown): Maybe[] {
  return choice === undefined ? [] : choice.options.map(({ value }) => value);
}

/** The same choice between what each of the values gives; undefined: nothing chooses. */
export function mapBranches(
  value: Unknown,
  path: string,
  part: (value: Maybe) => Maybe,
): { value: Maybe } | undefined {
  const { choice, key, shown, needs } = value;
  if (choice === undefined) return undefined;
  const options = choice.options.map(({ is, value: one }) => ({ is, value: part(one) }));
  const [one, other] = options;
  if (one?.is === 'true' && other?.is === 'false') {
    return { value: eitherOf(choice.by, one.value, other.value) };
  }
  const more = { needs, choice: { by: choice.by, options } };
  return { value: new Unknown(`part(${key},${path})`, `${shown}.${path}`, 'any', more) };
}
