import type { SourceId } from './sources.ts';

/** Where a service listens unless its resource says otherwise; of several, any may be in use. */
export interface Listening {
  ports: readonly number[];
  source: SourceId;
}

/** By engine or protocol, in lower case and without what follows a dash where nothing else fits. */
export const SERVICE_PORTS = {
  mysql: { ports: [3306], source: 'aws-rds-create-instance' },
  mariadb: { ports: [3306], source: 'aws-rds-create-instance' },
  postgres: { ports: [5432], source: 'aws-rds-create-instance' },
  oracle: { ports: [1521], source: 'aws-rds-create-instance' },
  sqlserver: { ports: [1433], source: 'aws-rds-create-instance' },
  db2: { ports: [50_000], source: 'aws-rds-create-instance' },
  aurora: { ports: [3306], source: 'aws-rds-create-cluster' },
  'aurora-mysql': { ports: [3306], source: 'aws-rds-create-cluster' },
  // CloudFormation made such clusters with the port of MySQL for years.
  'aurora-postgresql': { ports: [5432, 3306], source: 'aws-cloudformation-db-port' },
  postgresql: { ports: [5432], source: 'aws-rds-create-instance' },
  redis: { ports: [6379], source: 'aws-elasticache-ports' },
  valkey: { ports: [6379], source: 'aws-elasticache-ports' },
  memcached: { ports: [11_211], source: 'aws-elasticache-ports' },
  memorydb: { ports: [6379], source: 'aws-memorydb-ports' },
  redshift: { ports: [5439], source: 'aws-redshift-ports' },
  https: { ports: [443], source: 'aws-opensearch-vpc' },
  kafka: { ports: [9098, 9096, 9094, 9092], source: 'aws-msk-ports' },
  activemq: { ports: [61_617, 5671, 8883, 61_614, 61_619], source: 'aws-mq-ports' },
  rabbitmq: { ports: [5671, 443], source: 'aws-mq-ports' },
  docdb: { ports: [27_017], source: 'aws-docdb-ports' },
  neptune: { ports: [8182], source: 'aws-neptune-ports' },
  dax: { ports: [8111, 9111], source: 'aws-dax-ports' },
  nfs: { ports: [2049], source: 'aws-lambda-filesystem' },
} as const satisfies Record<string, Listening>;

export type PortName = keyof typeof SERVICE_PORTS;

/** The ports of an engine such as `oracle-ee` or `Valkey`; null: it is not known here. */
export function portsOfEngine(engine: string): readonly number[] | null {
  const name = engine.toLowerCase();
  for (const key of [name, name.split('-')[0]!]) {
    if (Object.hasOwn(SERVICE_PORTS, key)) return SERVICE_PORTS[key as PortName].ports;
  }
  return null;
}
