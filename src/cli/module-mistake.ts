import { Session } from 'node:inspector';
import { SourceMap } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package itself: `dist/cli` or `src/cli` lies two folders deep in it. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const OURS = ['dist', 'src', 'node_modules'].map((name) => `${PACKAGE}${name}${sep}`);

interface Place {
  path: string;
  line: number;
  column: number;
}

let loaded: string | null = null;

/** A module that is not ours runs from now on. */
export function noteModule(path: string): void {
  loaded = path;
}

/**
 * What a scenario that is a program did wrong, and where: `mine.ts:3:9`.
 * @returns null where the error comes from this program
 */
export function moduleMistake(error: unknown): { where: string; says: string } | null {
  if (loaded === null) return null;
  // Only somebody else throws what is no error.
  if (!(error instanceof Error)) return { where: loaded, says: String(error) };
  const place = placeOf(error);
  if (place === null || OURS.some((folder) => place.path.startsWith(folder))) return null;
  const near = relative(process.cwd(), place.path);
  const path = near.startsWith('..') ? place.path : near;
  const [says = ''] = error.message.split('\n');
  return { where: `${path}:${place.line}:${place.column}`, says };
}

/** Where the first frame of its stack lies that is a file. */
function placeOf({ stack = '' }: Error): Place | null {
  for (const frame of stack.split('\n')) {
    if (!/^\s+at /.test(frame)) continue;
    const [, url, line, column] =
      /([a-z]+:\/\/\/?.*|data:.*|\/.*):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (url === undefined || frame.includes('(node:') || frame.includes('at node:')) continue;
    const place = { line: Number(line), column: Number(column) };
    if (url.startsWith('data:')) return placeInCompiled(url, place);
    const path = url.startsWith('file:') ? fileURLToPath(url.replace(/\?.*$/, '')) : url;
    return { path, ...place };
  }
  return null;
}

/**
 * A module in TypeScript that Node takes for CommonJS runs under an address that holds its compiled
 * text; where that came from, only the engine knows.
 */
function placeInCompiled(url: string, { line, column }: Omit<Place, 'path'>): Place | null {
  const maps: string[] = [];
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.url === url) maps.push(params.sourceMapURL ?? '');
  });
  session.post('Debugger.enable');
  session.disconnect();
  const [, packed] = maps.at(-1)?.split(';base64,') ?? [];
  if (packed === undefined) return null;
  const map = new SourceMap(JSON.parse(Buffer.from(packed, 'base64').toString()));
  const found = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in found)) return null;
  const { originalSource: path, originalLine, originalColumn } = found;
  return { path, line: originalLine + 1, column: originalColumn + 1 };
}
