const UNPACK = 'unpack it, and give the template in it';
const TEXT = 'give a template, a plan in JSON or a scenario';

/** What files begin with that are no texts, and what they are. */
const KINDS: readonly [start: string, kind: string][] = [
  ['\x1f\x8b', `a gzip archive; ${UNPACK}`],
  ['BZh', `a bzip2 archive; ${UNPACK}`],
  ['\xfd7zXZ', `an xz archive; ${UNPACK}`],
  ['7z\xbc\xaf', `a 7z archive; ${UNPACK}`],
  ['Rar!', `a rar archive; ${UNPACK}`],
  ['%PDF', `a PDF; ${TEXT}`],
  ['\x89PNG', `a picture; ${TEXT}`],
  ['\xff\xd8\xff', `a picture; ${TEXT}`],
  ['GIF8', `a picture; ${TEXT}`],
  ['\x7fELF', `a program; ${TEXT}`],
  ['MZ\x90', `a program; ${TEXT}`],
  ['\xcf\xfa\xed\xfe', `a program; ${TEXT}`],
  ['\xca\xfe\xba\xbe', `a program; ${TEXT}`],
  ['\0asm', `a program; ${TEXT}`],
  ['PAR1', `a table in Parquet; ${TEXT}`],
  ['SQLite format 3', `a database; ${TEXT}`],
];

const SAVED = 'a plan as Terraform saves it; give what `terraform show -json plan.bin` prints';

/** What a file is that is no text, by its first bytes, and what to give instead; null: a text. */
export function binaryKind(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (start.startsWith('PK\x03\x04')) return archiveKind(bytes);
  const tar = Buffer.from(bytes.subarray(257, 262)).toString('latin1');
  if (tar === 'ustar') return `a tar archive; ${UNPACK}`;
  return KINDS.find(([begins]) => start.startsWith(begins))?.[1] ?? null;
}

const HEAD_BYTES = 4_096;

/** A saved plan is an archive with a file `tfplan` in it, the first or among the first. */
function archiveKind(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const tail = Buffer.from(bytes.subarray(-HEAD_BYTES)).toString('latin1');
  const holdsPlan = /tfplan|tfstate|tfconfig|binaryplan/.test(head + tail);
  // One cut off, or made by hand, has no list of its files to look into.
  const isWhole = tail.includes('PK\x05\x06');
  return holdsPlan || !isWhole ? SAVED : `a zip archive; ${UNPACK}`;
}
