/**
 * `npm run docs`: writes the generated pages anew: what fills a subnet, and one of each finding;
 * those of findings that are gone are removed.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, findingPages } from './finding-pages.ts';
import { FILE, subnetUsersPage } from './subnet-users-page.ts';

writeFileSync(FILE, subnetUsersPage());
const pages = await findingPages();
for (const name of readdirSync(FOLDER)) {
  if (name.endsWith('.md') && !pages.has(name)) rmSync(join(FOLDER, name));
}
for (const [name, text] of pages) writeFileSync(join(FOLDER, name), text);
console.log(`${FOLDER}: ${pages.size} pages, and ${FILE}`);
