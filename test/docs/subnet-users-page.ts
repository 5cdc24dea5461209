import { SOURCES } from '../../src/evidence/sources.ts';
import { SUBNET_USERS } from '../../src/evidence/subnet-users/table.ts';
import type {
  Amount,
  Condition,
  CountedPart,
  Part,
  SubnetUser,
} from '../../src/evidence/subnet-users/types.ts';
import { TERRAFORM_TYPES } from '../../src/templates/terraform-types.ts';

export const FILE = 'docs/subnet-users.md';

const HEAD = `# What fills a subnet

\`hyperplane plan\` counts the addresses that resources take of the subnets of Lambda functions. This
page is made from the table that it uses (\`src/evidence/subnet-users/\`, \`npm run docs\`), and a
test holds it current.

- **At rest**: addresses once the resource is stable. **At most**: while it deploys, scales or fails
  over; empty where that is the same. **Free**: what AWS wants free in each subnet beside that.
- *In each*: in every subnet that it names. *In any*: so many in total, and any of its subnets may
  hold all of them; the plan then shows both ends.
- Properties are those of CloudFormation. \`?\` means that no upper end is known: the room of its
  subnets is unknown then. So it is where a type is *not counted*, and where a type that is not on
  this page names a subnet.
- Every subnet has five addresses fewer than its block, which AWS keeps.

`;

/** The page of the table, as Markdown. */
export function subnetUsersPage(): string {
  const all = Object.entries(SUBNET_USERS).sort(([a], [b]) => (a < b ? -1 : 1));
  const counted = all.filter(([, row]) => row.takes !== 'nothing');
  const nothing = all.filter(([, row]) => row.takes === 'nothing');
  return [
    HEAD,
    '## Types that take addresses',
    '',
    '| type | at rest | at most | free | confidence | source or reason | Terraform |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...counted.flatMap(([type, row]) => rowsOf(type, row)),
    '',
    '## Types that name subnets and take none',
    '',
    '| type | because | Terraform |',
    '| --- | --- | --- |',
    ...nothing.map(([type, row]) =>
      lineOf([type, row.takes === 'nothing' ? row.because : '', terraformOf(type)]),
    ),
    '',
    '## Sources',
    '',
    ...sourcesOf(all.map(([, row]) => row)).map(([id, title]) => `- \`${id}\`: ${title}`),
    '',
  ].join('\n');
}

const lineOf = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function rowsOf(type: string, row: SubnetUser): string[] {
  const backing = [row.confidence, backingOf(row), terraformOf(type)];
  if (row.takes !== 'addresses') {
    return [lineOf([type, 'one for each pairing of subnet and groups', '', '', ...backing])];
  }
  return row.parts.map((part, index) => {
    const more = index === 0 ? backing : ['', '', ''];
    return lineOf([index === 0 ? type : '', ...partCells(part), ...more]);
  });
}

function backingOf(row: SubnetUser): string {
  const ids = (row.sources ?? []).map((id) => `\`${id}\``).join(', ');
  return [row.why ?? '', ids].filter((text) => text !== '').join(' ');
}

function terraformOf(type: string): string {
  const names = Object.entries(TERRAFORM_TYPES).filter(([, naming]) => naming.type === type);
  return names.map(([name]) => `\`${name}\``).join(', ');
}

function sourcesOf(rows: readonly SubnetUser[]): [string, string][] {
  const ids = new Set(rows.flatMap(({ sources = [] }) => sources));
  return [...ids].sort().map((id) => {
    const { title, url, place } = SOURCES[id];
    return [id, [title, url ?? place].filter(Boolean).join(', ')];
  });
}

function partCells(part: Part): [rest: string, peak: string, free: string] {
  const when = part.when === undefined ? '' : ` (if ${conditionText(part.when)})`;
  if ('unknown' in part) return [`not counted: ${part.unknown}${when}`, '', ''];
  const rest = `${placeText(part)} ${amountText(part.rest)}${when}`;
  const peak = part.peak === undefined ? '' : amountText(part.peak);
  return [rest, peak, part.free === undefined ? '' : String(part.free)];
}

function placeText({ place, mostInOne }: CountedPart): string {
  const places = { each: 'in each', any: 'in any', evenly: 'in turns', entries: 'each time' };
  return `${places[place]}${mostInOne === undefined ? '' : `, ${mostInOne} a subnet`}:`;
}

const property = (path: string): string => `\`${path}\``;

/** An amount as a formula. */
function amountText(amount: Amount): string {
  if (typeof amount === 'number') return String(amount);
  if ('of' in amount) return ofText(amount);
  if ('sum' in amount) return `sum of ${property(amount.sum)}`;
  if ('items' in amount) return `number of ${property(amount.items)}`;
  if ('plus' in amount) return `(${amount.plus.map(amountText).join(' + ')})`;
  if ('times' in amount) return amount.times.map(amountText).join(' × ');
  if ('max' in amount) return `the greater of ${amount.max.map(amountText).join(' and ')}`;
  if ('floor' in amount) return `${amountText(amount.floor)}, rounded down`;
  if ('ceil' in amount) return `${amountText(amount.ceil)}, rounded up`;
  if ('from' in amount) {
    return `${amountText(amount.from)} to ${amount.to === null ? '?' : amountText(amount.to)}`;
  }
  if ('when' in amount) {
    const { when, take, else: other } = amount;
    return `${amountText(take)} if ${conditionText(when)}, else ${amountText(other)}`;
  }
  if ('table' in amount) {
    const steps = amount.rows.map(([size, addresses]) => `${addresses} up to ${size}`);
    return `by ${property(amount.table)}: ${steps.join(', ')}`;
  }
  if ('block' in amount) return `the addresses of ${property(amount.block)}`;
  return 'scaled' in amount ? `what scaling allows (${amount.scaled})` : `the ${amount.call}`;
}

function ofText(amount: Extract<Amount, { of: string }>): string {
  const other = amount.else === undefined ? '' : ` (else ${amountText(amount.else)})`;
  const scaled = amount.scales === undefined ? '' : ', or what scaling allows';
  return `${property(amount.of)}${other}${scaled}`;
}

function conditionText(condition: Condition): string {
  if ('given' in condition) return `${property(condition.given)} is given`;
  if ('missing' in condition) return `${property(condition.missing)} is not given`;
  const [is, texts] = 'is' in condition ? ['is', condition.is] : ['is not', condition.isNot];
  return `${property(condition.of)} ${is} ${texts.join(' or ')}`;
}
