/** `npm run docs`: writes the pages about findings anew, and removes those of findings that are gone. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, findingPages } from './finding-pages.ts';

const pages = await findingPages();
for (const name of readdirSync(FOLDER)) {
  if (name.endsWith('.md') && !pages.has(name)) rmSync(join(FOLDER, name));
}
for (const [name, text] of pages) writeFileSync(join(FOLDER, name), text);
console.log(`${FOLDER}: ${pages.size} pages`);
