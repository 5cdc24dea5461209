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
  from: string,
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
  const listed = inAssets(place, from, world);
  const found = listed === null ? null : world.readFile(listed, from);
  if (found !== null) return { found, guessed: false };
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

/** The CDK lists its files beside a template, under the hashes that its URLs end in. */
function inAssets(place: string, from: string, world: World): string | null {
  const hash = /\/([0-9a-f]{32,})\.json$/.exec(place)?.[1];
  const list = from.replace(/^.*[\\/]/, '').replace(/\.template\.json$/, '.assets.json');
  const found = hash === undefined ? null : world.readFile(list, from);
  if (hash === undefined || found === null) return null;
  try {
    const { files } = JSON.parse(found.text) as Assets;
    const path = files?.[hash]?.source?.path;
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}

interface Assets {
  files?: Record<string, { source?: { path?: unknown } }>;
}

/** `b/vpc.yaml` and `vpc.yaml` of `https://bucket/b/vpc.yaml`: the longest first. */
function endingsOf(place: string): string[] {
  const steps = place
    .replace(/^.*:\/\//, '')
    .replace(/[?#].*$/, '')
    .split('/');
  if (!/\.(ya?ml|json|template|cform)$/.test(steps.at(-1) ?? '')) return [];
  const named = steps.filter((step) => step !== '' && step !== '.' && step !== '..');
  return named.map((_, index) => named.slice(index).join('/')).slice(-4);
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
      const nested = nestedFile(value, place, value.of.file, world);
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
