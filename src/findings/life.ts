import { lastOf, pairingsOf } from './pairings.ts';
import type { Design, DesignFunction, Found } from './types.ts';
import { counted, listed } from './words.ts';

/** What goes wrong in the course of time: versions that hold on, roles that leave. */
export function lifeFindings({ functions }: Design): Found[] {
  return [...functions.flatMap(oldVersions), ...functions.flatMap(leavingRole)];
}

function oldVersions(fn: DesignFunction): Found[] {
  const needed = new Set(pairingsOf(lastOf(fn)));
  const holding = fn.versions.filter(({ config }) =>
    pairingsOf(config).some((pairing) => !needed.has(pairing)),
  );
  if (holding.length === 0) return [];
  const held = new Set(holding.flatMap(({ config }) => pairingsOf(config)));
  for (const pairing of needed) held.delete(pairing);
  const names = listed(holding.map(({ number }) => `${fn.id}:${number}`));
  return [
    {
      id: 'old-versions-hold',
      severity: 'warning',
      subject: fn.id,
      message:
        `${names} ${holding.length === 1 ? 'holds' : 'hold'} ${counted(held.size, 'pairing')} ` +
        `(${listed([...held])}) that \`$LATEST\` has left: the ENIs there stay, and block ` +
        'their subnets and groups.',
      mend: `Delete ${names} when nobody calls them any more.`,
      where: fn.where,
    },
  ];
}

function leavingRole(fn: DesignFunction): Found[] {
  if (!fn.roleLeavesFirst) return [];
  return [
    {
      id: 'role-leaves-first',
      severity: 'warning',
      subject: fn.id,
      message:
        `Lambda deletes the ENIs of \`${fn.id}\` with its role \`${fn.role}\`, which is deleted or ` +
        'loses that permission before they can be gone: they stay for good.',
      mend: 'Remove the role or its policy at least 45 minutes after the function left the VPC.',
      where: fn.where,
    },
  ];
}
