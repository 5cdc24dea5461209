import { propertyAt } from './property-paths.ts';
import type { PlannedConnector } from './types.ts';
import { needsOf } from './values.ts';
import { type Builder, idsOf, noteNeeds, type View } from './view.ts';

const CONFIGURATION = 'Configuration.VpcEgressConfiguration';

/** The network connectors of Lambda: what Web Functions reach a VPC through (CONN-1). */
export function connectorsOf(views: readonly View[], builder: Builder): PlannedConnector[] {
  const own = views.filter(({ type }) => type === 'AWS::Lambda::NetworkConnector');
  return own.map((view) => {
    const at = (name: string) => propertyAt(view, `${CONFIGURATION}.${name}`);
    const [subnets, groups] = [at('SubnetIds'), at('SecurityGroupIds')];
    noteNeeds(builder, [...needsOf(subnets), ...needsOf(groups)], view.id);
    const protocol = at('NetworkProtocol');
    return {
      id: view.id,
      where: view.where,
      subnets: idsOf(subnets, builder.names),
      securityGroups: idsOf(groups, builder.names),
      networkProtocol: typeof protocol === 'string' ? protocol : null,
      onlyIf: view.onlyIf?.shown ?? null,
    };
  });
}
