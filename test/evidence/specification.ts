import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, Resource } from '@aws-cdk/service-spec-types';

/**
 * A property about subnets is one whose own name has the word `subnet` in it, at any depth: in
 * lists, maps, alternatives and the definitions that properties refer to.
 */
const ABOUT_SUBNETS = /subnet/i;

/** The properties about subnets of every resource type, as dotted paths; a star is any item. */
export function subnetPropertiesByType(): Map<string, string[]> {
  const specification = loadAwsServiceSpecSync();
  const found = new Map<string, string[]>();
  for (const resource of specification.all('resource')) {
    const paths = pathsOf(resource, (id) => specification.get('typeDefinition', id).properties);
    if (paths.length === 0) continue;
    const type = resource.cloudFormationType;
    found.set(type, [...new Set([...(found.get(type) ?? []), ...paths])]);
  }
  return found;
}

type Properties = Resource['properties'];

function pathsOf(resource: Resource, definition: (id: string) => Properties): string[] {
  const paths: string[] = [];
  const addAll = (properties: Properties, prefix: string, within: readonly string[]): void => {
    for (const [name, { type }] of Object.entries(properties)) {
      const path = `${prefix}${name}`;
      if (ABOUT_SUBNETS.test(name)) paths.push(path);
      addType(type, path, within);
    }
  };
  const addType = (type: PropertyType, path: string, within: readonly string[]): void => {
    if (type.type === 'array' || type.type === 'map') addType(type.element, `${path}.*`, within);
    if (type.type === 'union') for (const one of type.types) addType(one, path, within);
    if (type.type !== 'ref' || within.includes(type.reference.$ref)) return;
    const { $ref } = type.reference;
    addAll(definition($ref), `${path}.`, [...within, $ref]);
  };
  addAll(resource.properties, '', []);
  return paths;
}
