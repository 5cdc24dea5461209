import { child, type Mapping, type Node, textOf } from './node.ts';
import type { World } from './stack.ts';
import { type Maybe, Unknown } from './values.ts';

/** The properties in which a resource names the template of the stack nested in it. */
export const NESTED: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

interface Found {
  file: string;
  text: string;
}

/**
 * The local file of a nested stack. Where its place is a URL, that is what the CDK noted beside it,
 * or a file that lies as the end of the URL says.
 */
export function nestedFile(
  body: Mapping,
  location: Maybe,
  [from, ...around]: readonly [string, ...string[]],
  world: World,
): { found: Found; guessed: boolean } | null {
  const place = placeText(location);
  const asset = textOf(child(child(body, 'Metadata'), 'aws:asset:path'));
  const exact = [place !== null && !place.includes('://') ? place : null, asset ?? null];
  for (const path of exact) {
    const found = path === null ? null : world.readFile(path, from);
    if (found !== null) return { found, guessed: false };
  }
  if (place === null) return null;
  for (const file of [from, ...around]) {
    const listed = inAssets(place, file, world);
    const found = listed === null ? null : world.readFile(listed, file);
    if (found !== null) return { found, guessed: false };
  }
  for (const path of endingsOf(place)) {
    const near = world.readFile(path, from) ?? world.readFile(`../${path}`, from);
    if (near !== null) return { found: near, guessed: true };
  }
  return null;
}

/** A place as a text; of one that begins with something unknown, what follows. */
function placeText(location: Maybe): string | null {
  if (typeof location === 'string') return location;
  const last = location instanceof Unknown ? location.parts?.at(-1) : undefined;
  return typeof last === 'string' ? `://${last}` : null;
}

/**
 * The CDK lists its files beside a template, under the hashes that its URLs end in; which list is
 * whose, its manifest tells where the names do not.
 */
function inAssets(place: string, from: string, world: World): string | null {
  const name =
    place
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? '';
  const stem = name.replace(/\.\w+$/, '');
  if (stem === '') return null;
  const own = from.replace(/^.*[\\/]/, '').replace(/(\.template)?\.\w+$/, '.assets.json');
  for (const list of new Set([own, ...listsOf(jsonBeside('manifest.json', from, world))])) {
    const files = fieldsOf(jsonBeside(list, from, world), 'files');
    const key = Object.keys(files).find((one) => one === stem || isSentTo(files[one], name));
    const path = key === undefined ? undefined : fieldsOf(files[key], 'source')['path'];
    if (typeof path === 'string') return path;
  }
  return null;
}

/** The lists of assets that a cloud assembly names. */
function listsOf(manifest: unknown): string[] {
  return Object.values(fieldsOf(manifest, 'artifacts')).flatMap((artifact) => {
    const { file } = fieldsOf(artifact, 'properties');
    return typeof file === 'string' && file.endsWith('.assets.json') ? [file] : [];
  });
}

function isSentTo(asset: unknown, name: string): boolean {
  return Object.values(fieldsOf(asset, 'destinations')).some((destination) => {
    return isObject(destination) && destination['objectKey'] === name;
  });
}

/** What is parsed once serves all that lie in one folder. */
function jsonBeside(file: string, from: string, world: World): unknown {
  const key = `${from.replace(/[^\\/]*$/, '')}${file}`;
  if (!world.json.has(key)) world.json.set(key, parsed(world.readFile(file, from)?.text));
  return world.json.get(key);
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown, name: string): Record<string, unknown> {
  const inner = isObject(value) ? value[name] : undefined;
  return isObject(inner) ? inner : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How the files of templates end; a name without an ending, or with another, may have any. */
const ENDINGS = ['.yaml', '.yml', '.json', '.template', '.cform', '.cfn'];

/** `b/vpc.yaml` and `vpc.yaml` of `https://bucket/b/vpc.yaml`: the longest first. */
function endingsOf(place: string): string[] {
  const steps = place
    .replace(/^.*:\/\//, '')
    .replace(/[?#].*$/, '')
    .split('/');
  const last = steps.at(-1) ?? '';
  const named = steps.filter((step) => step !== '' && step !== '.' && step !== '..');
  if (last === '' || named.length === 0) return [];
  const paths = named.map((_, index) => named.slice(index).join('/')).slice(-4);
  const stem = last.replace(/\.\w+$/, '');
  return [...paths, ...ENDINGS.map((ending) => `${stem}${ending}`)];
}

/** What a template that is not found would have to be called, as a person would call it. */
export function nameFor(location: Maybe): string {
  return (
    endingsOf(placeText(location) ?? '')[0]
      ?.split('/')
      .at(-1) ?? 'template.yaml'
  );
}

/** The files that the templates of some roots nest, as far as their places are written out. */
export function nestedIn(roots: readonly Mapping[], world: World): Set<string> {
  const files = new Set<string>();
  for (const root of roots) {
    const resources = child(root, 'Resources');
    if (resources?.kind !== 'map') continue;
    for (const { value } of resources.entries.values()) {
      const property = NESTED[textOf(child(value, 'Type')) ?? ''];
      if (property === undefined || value.kind !== 'map') continue;
      const place = lastText(child(child(value, 'Properties'), property));
      const nested = nestedFile(value, place, [value.of.file], world);
      if (nested !== null && nested.found.file !== value.of.file) files.add(nested.found.file);
    }
  }
  return files;
}

/** The end of a place, in whatever functions it stands: that is where a file has its name. */
function lastText(node: Node | undefined): string | undefined {
  if (node?.kind === 'list') return lastText(node.items.at(-1));
  if (node?.kind === 'map') return lastText([...node.entries.values()].at(-1)?.value);
  return node === undefined ? undefined : textOf(node);
}
