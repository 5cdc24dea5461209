/** `npm run traceability`: writes the table from AWS's page to the code anew. */
import { writeFileSync } from 'node:fs';
import { TRACED } from './traceability.ts';
import { FILE, traceabilityText } from './traceability-text.ts';

writeFileSync(FILE, traceabilityText(TRACED));
console.log(`${FILE}: ${TRACED.flatMap(({ rows }) => rows).length} statements`);
