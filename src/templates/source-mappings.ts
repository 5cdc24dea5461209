import { partOf, propertyAt } from './property-paths.ts';
import { type Maybe, Unknown, type Value } from './values.ts';
import type { View } from './view.ts';

/** The subnets that a mapping from Kafka of one's own names; undefined: it names none. */
export function mappingSubnets(view: View): Maybe {
  const configurations = propertyAt(view, 'SourceAccessConfigurations');
  if (configurations instanceof Unknown) return configurations;
  if (!Array.isArray(configurations)) return undefined;
  const subnets = configurations.flatMap((one): Value[] => {
    const uri = partOf(one, ['URI']);
    return partOf(one, ['Type']) === 'VPC_SUBNET' && uri !== undefined ? [uri] : [];
  });
  return subnets.length === 0 ? undefined : subnets;
}
