import { paramMend } from './mend.ts';
import { keyText, nameKey } from './terraform-plan.ts';
import type { Asker, References } from './terraform-values.ts';
import { keyOf, Unknown, type Value } from './values.ts';

/** What one reference of an expression gives. */
export interface Named {
  name: string;
  values: readonly Value[];
}

/**
 * What an expression makes of its references. Terraform tells what it names, not what it does with
 * it: lists are taken for joined, unless something among them tells that it chooses.
 */
export function chosenAmong(
  named: readonly Named[],
  asker: Asker,
  references: References,
): readonly Value[] {
  const { wanted } = asker;
  if (wanted === null) return named.flatMap(({ values }) => values);
  const isId = (value: Value): boolean =>
    value instanceof Unknown || (typeof value === 'string' && wanted.id.test(value));
  const givers = named.filter(({ values }) => values.some(isId));
  // A switch, a number or a name among ids is what chooses between them.
  const selectors = named.filter((one) => !givers.includes(one)).flatMap(({ values }) => values);
  if (givers.length === 0) return selectors;
  const distinct = new Map(givers.map((one) => [`${one.name} ${keyOf([...one.values])}`, one]));
  if (selectors.length === 0) {
    const times = (one: Named): number => givers.filter(({ name }) => name === one.name).length;
    // A list that is named twice is picked from twice, or asked for its length before.
    const isPicked = [...distinct.values()].some((one) => {
      return times(one) > 1 && times(one) < one.values.length;
    });
    const isOneOf = asker.isElement === true && distinct.size > 1;
    if (isPicked || isOneOf) return [openChoice(distinct, asker, references)];
    for (const { name, values } of distinct.values()) {
      if (values.length > 1 && asker.depth === 0) references.notes.add(wholeList(name));
    }
    return [...distinct.values()].flatMap(({ values }) => values);
  }
  if (distinct.size > 1) return [openChoice(distinct, asker, references)];
  const [only] = [...distinct.values()] as [Named];
  const picked = only.values.filter((value) => selectors.includes(keyIn(value) ?? value));
  if (picked.length > 0) return picked;
  const isIndex = selectors.some((one) => typeof one === 'number') && only.values.length > 1;
  return isIndex ? [openChoice(distinct, asker, references)] : only.values.filter(isId);
}

const wholeList = (name: string): string =>
  `${name} is taken whole: a plan of Terraform does not tell whether a part of it is taken.`;

/** The key of an instance of a `for_each`: `a` of `aws_subnet.zone["a"]`. */
function keyIn(value: Value): string | null {
  const address = value instanceof Unknown ? value.resource : undefined;
  const key = /\[("(?:[^"\\]|\\.)*")\]$/.exec(address ?? '')?.[1];
  return key === undefined ? null : keyText(key);
}

/** Some of what is named, and the plan does not tell which. */
function openChoice(
  among: ReadonlyMap<string, Named>,
  { module, what, wanted, isElement }: Asker,
  { prefix }: References,
): Unknown {
  const names = [...new Set([...among.values()].map(({ name }) => name))];
  const shown = `${prefix}${nameKey(module, names.join(' or '))}`;
  const why = `a plan of Terraform does not tell which of ${names.join(' and ')} are chosen`;
  const mend = paramMend(what, `${wanted?.example ?? 'value'},...`);
  // Elements of a map may differ, though their expressions are one.
  const key = isElement === true ? `chosen ${shown} for ${what}` : `chosen ${shown}`;
  return new Unknown(key, shown, 'list', { needs: [{ what, why, mend }] });
}
