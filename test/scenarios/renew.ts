/** `npm run golden`: writes the golden trace of every scenario anew and says which changed. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FILES, goldenNames, goldenOf, goldenPath, scenarioOf } from './stories.ts';

const folder = dirname(goldenPath('any.yaml'));
mkdirSync(folder, { recursive: true });
for (const file of FILES) {
  const path = goldenPath(file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const now = goldenOf(await scenarioOf(file));
  writeFileSync(path, now);
  const said = before === null ? 'new' : before === now ? 'as before' : 'changed';
  console.log(`${said.padEnd(9)} ${basename(path)}`);
}
const wanted = new Set(FILES.map((file) => basename(goldenPath(file))));
for (const name of goldenNames().filter((entry) => !wanted.has(entry))) {
  rmSync(join(folder, name));
  console.log(`${'removed'.padEnd(9)} ${name}`);
}
