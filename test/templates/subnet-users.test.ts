import { describe, expect, test } from 'vitest';
import { beside, estateIn, notCounted, taken } from './estates.ts';

const AB = '[!Ref A, !Ref B]';

/** A resource and what it takes; several rows where it needs others beside it. */
const TAKES: [claim: string, resources: string, takes: string[]][] = [
  [
    'an instance one',
    `  X: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref A } }`,
    ['A: 1'],
  ],
  [
    'an instance with interfaces one for each time, secondary addresses and prefixes beside',
    `  X: { Type: AWS::EC2::Instance, Properties: { NetworkInterfaces: [{ SubnetId: !Ref A }, { SubnetId: !Ref A, SecondaryPrivateIpAddressCount: 3 }] } }`,
    ['A: 5'],
  ],
  [
    'an interface with two prefixes 33',
    `  X: { Type: AWS::EC2::NetworkInterface, Properties: { SubnetId: !Ref A, Ipv4PrefixCount: 2 } }`,
    ['A: 33'],
  ],
  [
    'an interface with a list of addresses as many as are in it',
    `  X: { Type: AWS::EC2::NetworkInterface, Properties: { SubnetId: !Ref A, PrivateIpAddresses: [{ PrivateIpAddress: 10.0.1.4, Primary: true }, { PrivateIpAddress: 10.0.1.5, Primary: false }] } }`,
    ['A: 2'],
  ],
  [
    'a group of instances what it wants, and its maximum at peak',
    `  X: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { VPCZoneIdentifier: ${AB}, MinSize: '1', DesiredCapacity: '2', MaxSize: '7' } }`,
    ['A,B: 0..2 peak 0..7 of 2'],
  ],
  [
    'a group in one subnet all of it there',
    `  X: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { VPCZoneIdentifier: [!Ref A], MinSize: 3, MaxSize: 3 } }`,
    ['A: 3'],
  ],
  [
    'a group whose launch template has two interfaces twice as many',
    `  L: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0 }, { DeviceIndex: 1 }] } } }
  X: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { VPCZoneIdentifier: [!Ref A], MinSize: 3, MaxSize: 3, LaunchTemplate: { LaunchTemplateId: !Ref L, Version: '1' } } }`,
    ['A: 6'],
  ],
  [
    'a group whose launch template is elsewhere nobody knows how many',
    `  X: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { VPCZoneIdentifier: [!Ref A], MinSize: 3, MaxSize: 3, LaunchTemplate: { LaunchTemplateId: lt-1, Version: '1' } } }`,
    ['A: 3..'],
  ],
  [
    'a NAT gateway its secondary addresses too',
    `  X: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref A, SecondaryAllocationIds: [e-1, e-2] } }`,
    ['A: 3'],
  ],
  [
    'an interface endpoint one',
    `  X: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcEndpointType: Interface, SubnetIds: ${AB} } }`,
    ['A,B: 1'],
  ],
  [
    'a gateway endpoint none',
    `  X: { Type: AWS::EC2::VPCEndpoint, Properties: { SubnetIds: ${AB} } }`,
    [],
  ],
  [
    'an endpoint of a service network 16',
    `  X: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcEndpointType: ServiceNetwork, SubnetIds: [!Ref A] } }`,
    ['A: 16.. free 16'],
  ],
  [
    'a mount target one',
    `  X: { Type: AWS::EFS::MountTarget, Properties: { SubnetId: !Ref B } }`,
    ['B: 1'],
  ],
  [
    'a load balancer one, and eight free',
    `  X: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: ${AB} } }`,
    ['A,B: 1 free 8'],
  ],
  [
    'a network load balancer as much by its mappings',
    `  X: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Type: network, SubnetMappings: [{ SubnetId: !Ref A }] } }`,
    ['A: 1 free 8'],
  ],
  [
    'a database one in any of its subnets, one more while it is replaced, and one spare',
    `  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: ${AB} } }
  X: { Type: AWS::RDS::DBInstance, Properties: { DBSubnetGroupName: !Ref G } }`,
    ['A,B: 0..1 peak 0..2 of 1 free 1'],
  ],
  [
    'a database in two zones one in each of two subnets',
    `  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: ${AB} } }
  X: { Type: AWS::RDS::DBInstance, Properties: { DBSubnetGroupName: !Ref G, MultiAZ: true } }`,
    ['A,B: 1 peak 0..3 free 1'],
  ],
  [
    'an instance of Aurora where the group of its cluster is, whatever the case of its name',
    `  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { DBSubnetGroupName: Data, SubnetIds: ${AB} } }
  C: { Type: AWS::RDS::DBCluster, Properties: { DBSubnetGroupName: data } }
  X: { Type: AWS::RDS::DBInstance, Properties: { DBClusterIdentifier: !Ref C } }`,
    ['A,B: 0..1 peak 0..2 of 1 free 1'],
  ],
  [
    'a database whose group, cluster and instance have one name',
    `  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { DBSubnetGroupName: app, SubnetIds: [!Ref A] } }
  C: { Type: AWS::RDS::DBCluster, Properties: { DBClusterIdentifier: app, DBSubnetGroupName: app } }
  X: { Type: AWS::RDS::DBInstance, Properties: { DBInstanceIdentifier: app, DBClusterIdentifier: app } }`,
    ['A: 1 peak 2 free 1'],
  ],
  [
    'replicas that scaling adds are counted with their cluster',
    `  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: ${AB} } }
  C: { Type: AWS::RDS::DBCluster, Properties: { DBSubnetGroupName: !Ref G } }
  T: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ScalableDimension: 'rds:cluster:ReadReplicaCount', ResourceId: !Sub 'cluster:\${C}', MinCapacity: 1, MaxCapacity: 4 } }`,
    ['A,B: 0..4 of 0..4'],
  ],
  [
    'a cluster of three instances one in each of three zones at most',
    `  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: ${AB} } }
  C: { Type: AWS::RDS::DBCluster, Properties: { DBSubnetGroupName: !Ref G, DBClusterInstanceClass: db.m5d.large } }`,
    ['A,B: 1 peak 0..6 of 3 free 1'],
  ],
  [
    'a proxy up to what the class of its database asks for',
    `  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: ${AB} } }
  D: { Type: AWS::RDS::DBInstance, Properties: { DBSubnetGroupName: !Ref G, DBInstanceClass: db.r6g.2xlarge } }
  P: { Type: AWS::RDS::DBProxy, Properties: { VpcSubnetIds: [!Ref A] } }
  T: { Type: AWS::RDS::DBProxyTargetGroup, Properties: { DBProxyName: !Ref P, DBInstanceIdentifiers: [!Ref D] } }`,
    ['A,B: 0..1 peak 0..2 of 1 free 1', 'A: 1..15'],
  ],
  [
    'a proxy of unknown databases up to 215',
    `  X: { Type: AWS::RDS::DBProxy, Properties: { VpcSubnetIds: [!Ref A] } }`,
    ['A: 1..215'],
  ],
  [
    'a cluster of DocumentDB by its instances',
    `  G: { Type: AWS::DocDB::DBSubnetGroup, Properties: { SubnetIds: [!Ref A] } }
  C: { Type: AWS::DocDB::DBCluster, Properties: { DBSubnetGroupName: !Ref G } }
  X: { Type: AWS::DocDB::DBInstance, Properties: { DBClusterIdentifier: !Ref C } }`,
    ['A: 1 peak 2 free 1'],
  ],
  [
    'a cluster of Neptune by its instances',
    `  G: { Type: AWS::Neptune::DBSubnetGroup, Properties: { SubnetIds: [!Ref A] } }
  C: { Type: AWS::Neptune::DBCluster, Properties: { DBSubnetGroupName: !Ref G } }
  X: { Type: AWS::Neptune::DBInstance, Properties: { DBClusterIdentifier: !Ref C } }`,
    ['A: 1 peak 2 free 1'],
  ],
  [
    'a MemoryDB cluster its shards times its nodes',
    `  G: { Type: AWS::MemoryDB::SubnetGroup, Properties: { SubnetGroupName: g, SubnetIds: [!Ref A] } }
  X: { Type: AWS::MemoryDB::Cluster, Properties: { SubnetGroupName: !Ref G, NumShards: 3, NumReplicasPerShard: 1 } }`,
    ['A: 6 peak 12'],
  ],
  [
    'a MemoryDB cluster with nothing said two',
    `  G: { Type: AWS::MemoryDB::SubnetGroup, Properties: { SubnetGroupName: g, SubnetIds: [!Ref A] } }
  X: { Type: AWS::MemoryDB::Cluster, Properties: { SubnetGroupName: g } }`,
    ['A: 2 peak 4'],
  ],
  [
    'a cache by its nodes, its shards, or the list of its shards',
    `  G: { Type: AWS::ElastiCache::SubnetGroup, Properties: { SubnetIds: [!Ref A] } }
  X: { Type: AWS::ElastiCache::ReplicationGroup, Properties: { CacheSubnetGroupName: !Ref G, NumCacheClusters: 3 } }
  Y: { Type: AWS::ElastiCache::ReplicationGroup, Properties: { CacheSubnetGroupName: !Ref G, NumNodeGroups: 2, ReplicasPerNodeGroup: 2 } }
  Z: { Type: AWS::ElastiCache::ReplicationGroup, Properties: { CacheSubnetGroupName: !Ref G, NodeGroupConfiguration: [{ ReplicaCount: 1 }, { ReplicaCount: 2 }] } }
  W: { Type: AWS::ElastiCache::CacheCluster, Properties: { CacheSubnetGroupName: !Ref G, NumCacheNodes: 2 } }`,
    ['A: 3 peak 6', 'A: 6 peak 12', 'A: 5 peak 10', 'A: 2 peak 3 free 1'],
  ],
  [
    'a serverless cache one in each',
    `  X: { Type: AWS::ElastiCache::ServerlessCache, Properties: { SubnetIds: ${AB} } }`,
    ['A,B: 1'],
  ],
  [
    'tasks what the service wants, and twice that while it rolls',
    `  X: { Type: AWS::ECS::Service, Properties: { DesiredCount: 3, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ${AB} } } } }`,
    ['A,B: 0..3 peak 0..6 of 3'],
  ],
  [
    'tasks no more than the deployment allows, rounded down',
    `  X: { Type: AWS::ECS::Service, Properties: { DesiredCount: 3, DeploymentConfiguration: { MaximumPercent: 150 }, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref A] } } } }`,
    ['A: 3 peak 4'],
  ],
  [
    'tasks as many as scaling allows',
    `  X: { Type: AWS::ECS::Service, Properties: { DesiredCount: 3, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref A] } } } }
  T: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ScalableDimension: 'ecs:service:DesiredCount', ResourceId: !Sub 'service/main/\${X.Name}', MinCapacity: 2, MaxCapacity: 10 } }`,
    ['A: 2..10 peak 4..20'],
  ],
  [
    'tasks on the network of their host none',
    `  X: { Type: AWS::ECS::Service, Properties: { DesiredCount: 3 } }`,
    [],
  ],
  [
    'a cluster of EKS two to four, more in an update, and six free',
    `  X: { Type: AWS::EKS::Cluster, Properties: { ResourcesVpcConfig: { SubnetIds: ${AB} } } }`,
    ['A,B: 0..4 peak 0..8 of 2..4 free 6'],
  ],
  [
    'nodes of EKS one each at least, and their pods',
    `  X: { Type: AWS::EKS::Nodegroup, Properties: { Subnets: [!Ref A], ScalingConfig: { MinSize: 2, DesiredSize: 3, MaxSize: 4 } } }`,
    ['A: 3.. peak 4..'],
  ],
  [
    'brokers of Kafka in turns, and ZooKeeper',
    `  X: { Type: AWS::MSK::Cluster, Properties: { KafkaVersion: 3.5.1, NumberOfBrokerNodes: 4, BrokerNodeGroupInfo: { ClientSubnets: ${AB} } } }`,
    ['A,B: 2..5 of 7'],
  ],
  [
    'no nodes of EKS none, also no pods',
    `  X: { Type: AWS::EKS::Nodegroup, Properties: { Subnets: [!Ref A], ScalingConfig: { MinSize: 0, DesiredSize: 0, MaxSize: 4 } } }`,
    ['A: 0 peak 4..'],
  ],
  [
    'brokers that are no multiple of the subnets one more in some',
    `  X: { Type: AWS::MSK::Cluster, Properties: { KafkaVersion: 4.1.x, NumberOfBrokerNodes: 3, BrokerNodeGroupInfo: { ClientSubnets: [!Ref A, !Ref B] } } }`,
    ['A,B: 1..2 of 3'],
  ],
  [
    'a group that replaces with all healthy no more than its maximum',
    `  X: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { VPCZoneIdentifier: [!Ref A], MinSize: 1, DesiredCapacity: 107, MaxSize: 107, InstanceMaintenancePolicy: { MaxHealthyPercentage: 100 } } }`,
    ['A: 107'],
  ],
  [
    'a group that replaces with more the share of what it wants, rounded up',
    `  X: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { VPCZoneIdentifier: [!Ref A], MinSize: 1, DesiredCapacity: 7, MaxSize: 7, InstanceMaintenancePolicy: { MaxHealthyPercentage: 110 } } }`,
    ['A: 7 peak 8'],
  ],
  [
    'tasks at peak no fewer than at rest',
    `  X: { Type: AWS::ECS::Service, Properties: { DesiredCount: 3, DeploymentConfiguration: { MaximumPercent: 50 }, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref A] } } } }`,
    ['A: 3'],
  ],
  [
    'tasks of each service as its own target allows, by name',
    `  X: { Type: AWS::ECS::Service, Properties: { ServiceName: x, DesiredCount: 1, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref A] } } } }
  Y: { Type: AWS::ECS::Service, Properties: { ServiceName: y, DesiredCount: 1, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref A] } } } }
  S: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ScalableDimension: 'ecs:service:DesiredCount', ResourceId: service/main/x, MinCapacity: 1, MaxCapacity: 2 } }
  T: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ScalableDimension: 'ecs:service:DesiredCount', ResourceId: service/main/y, MinCapacity: 1, MaxCapacity: 4 } }`,
    ['A: 1..2 peak 2..4', 'A: 1..4 peak 2..8'],
  ],
  [
    'a proxy of many large databases no more than 215',
    `  P: { Type: AWS::RDS::DBProxy, Properties: { VpcSubnetIds: [!Ref A] } }
  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref B] } }
  C: { Type: AWS::RDS::DBCluster, Properties: { DBSubnetGroupName: !Ref G } }
  D: { Type: AWS::RDS::DBInstance, Properties: { DBClusterIdentifier: !Ref C, DBInstanceClass: db.r6g.24xlarge } }
  E: { Type: AWS::RDS::DBInstance, Properties: { DBClusterIdentifier: !Ref C, DBInstanceClass: db.r6g.24xlarge } }
  T: { Type: AWS::RDS::DBProxyTargetGroup, Properties: { DBProxyName: !Ref P, DBClusterIdentifiers: [!Ref C] } }`,
    ['A: 1..215', 'B: 1 peak 2 free 1', 'B: 1 peak 2 free 1'],
  ],
  [
    'a proxy one of whose databases is elsewhere up to 215',
    `  P: { Type: AWS::RDS::DBProxy, Properties: { VpcSubnetIds: [!Ref A] } }
  G: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref B] } }
  D: { Type: AWS::RDS::DBInstance, Properties: { DBSubnetGroupName: !Ref G, DBInstanceClass: db.r6g.large } }
  T: { Type: AWS::RDS::DBProxyTargetGroup, Properties: { DBProxyName: !Ref P, DBInstanceIdentifiers: [!Ref D, other] } }`,
    ['A: 1..215', 'B: 1 peak 2 free 1'],
  ],
  [
    'brokers of Kafka without ZooKeeper',
    `  X: { Type: AWS::MSK::Cluster, Properties: { KafkaVersion: 3.7.x.kraft, NumberOfBrokerNodes: 4, BrokerNodeGroupInfo: { ClientSubnets: ${AB} } } }`,
    ['A,B: 2'],
  ],
  [
    'a private broker one in each',
    `  X: { Type: AWS::AmazonMQ::Broker, Properties: { EngineType: RABBITMQ, PubliclyAccessible: false, SubnetIds: [!Ref A] } }`,
    ['A: 1'],
  ],
  [
    'a public broker of RabbitMQ none',
    `  X: { Type: AWS::AmazonMQ::Broker, Properties: { EngineType: RabbitMQ, PubliclyAccessible: true, SubnetIds: [!Ref A] } }`,
    [],
  ],
  [
    'a search domain three times its nodes and its masters, in each',
    `  X: { Type: AWS::OpenSearchService::Domain, Properties: { ClusterConfig: { InstanceCount: 2, DedicatedMasterEnabled: true, DedicatedMasterCount: 3 }, VPCOptions: { SubnetIds: ${AB} } } }`,
    ['A,B: 9'],
  ],
  [
    'a public search domain none',
    `  X: { Type: AWS::OpenSearchService::Domain, Properties: { ClusterConfig: { InstanceCount: 2 } } }`,
    [],
  ],
  [
    'a resolver endpoint one for each time',
    `  X: { Type: AWS::Route53Resolver::ResolverEndpoint, Properties: { IpAddresses: [{ SubnetId: !Ref A }, { SubnetId: !Ref A }, { SubnetId: !Ref B }] } }`,
    ['A,B: 1..2 of 3'],
  ],
  [
    'a resource gateway sixteen, and as many again',
    `  X: { Type: AWS::VpcLattice::ResourceGateway, Properties: { SubnetIds: [!Ref A] } }`,
    ['A: 16 peak 32'],
  ],
  [
    'a resource gateway what it is told',
    `  X: { Type: AWS::VpcLattice::ResourceGateway, Properties: { SubnetIds: [!Ref A], Ipv4AddressesPerEni: 2 } }`,
    ['A: 2 peak 4'],
  ],
  [
    'a reserved block its addresses',
    `  X: { Type: AWS::EC2::SubnetCidrReservation, Properties: { SubnetId: !Ref A, Cidr: 10.0.1.8/30, ReservationType: explicit } }`,
    ['A: 4'],
  ],
  [
    'a delivery stream one to three',
    `  X: { Type: AWS::KinesisFirehose::DeliveryStream, Properties: { AmazonopensearchserviceDestinationConfiguration: { VpcConfiguration: { SubnetIds: [!Ref A] } } } }`,
    ['A: 1..3 peak 3'],
  ],
  [
    'a workgroup with enhanced routing by its capacity',
    `  X: { Type: AWS::RedshiftServerless::Workgroup, Properties: { EnhancedVpcRouting: true, BaseCapacity: 32, SubnetIds: [!Ref A] } }`,
    ['A: 1..13 peak 1..29'],
  ],
  [
    'a client VPN one at least, and twenty free',
    `  X: { Type: AWS::EC2::ClientVpnTargetNetworkAssociation, Properties: { SubnetId: !Ref A } }`,
    ['A: 1.. free 20'],
  ],
  [
    'a file system of Windows one',
    `  X: { Type: AWS::FSx::FileSystem, Properties: { FileSystemType: WINDOWS, SubnetIds: [!Ref A], WindowsConfiguration: { DeploymentType: SINGLE_AZ_2 } } }`,
    ['A: 1 peak 1..'],
  ],
  [
    'a file system of Lustre more than one',
    `  X: { Type: AWS::FSx::FileSystem, Properties: { FileSystemType: LUSTRE, SubnetIds: [!Ref A] } }`,
    ['A: 1..'],
  ],
  [
    'a Glue connection while a job runs',
    `  X: { Type: AWS::Glue::Connection, Properties: { ConnectionInput: { PhysicalConnectionRequirements: { SubnetId: !Ref A } } } }`,
    ['A: 0 peak 0..'],
  ],
  [
    'a WorkSpace in a subnet of its directory',
    `  D: { Type: AWS::DirectoryService::SimpleAD, Properties: { VpcSettings: { SubnetIds: ${AB} } } }
  X: { Type: AWS::WorkSpaces::Workspace, Properties: { DirectoryId: !Ref D } }`,
    ['A,B: 1', 'A,B: 0..1 of 1'],
  ],
  [
    'a capacity provider that a function uses three at least, at most as many as its processors allow',
    `  X: { Type: AWS::Lambda::CapacityProvider, Properties: { VpcConfig: { SubnetIds: [!Ref A] }, CapacityProviderScalingConfig: { MaxVCpuCount: 20 } } }
  F: { Type: AWS::Lambda::Function, Properties: { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: !GetAtt X.Arn } } } }`,
    ['A: 3 peak 3..10'],
  ],
  [
    'a capacity provider of SAM as much as the one that it becomes',
    `  X: { Type: AWS::Serverless::CapacityProvider, Properties: { VpcConfig: { SubnetIds: [!Ref A] }, ScalingConfig: { MaxVCpuCount: 40 } } }
  F: { Type: AWS::Serverless::Function, Properties: { CapacityProviderConfig: { Arn: !GetAtt X.Arn } } }`,
    ['A: 3 peak 3..20'],
  ],
  [
    'a capacity provider that nobody uses here up to three',
    `  X: { Type: AWS::Lambda::CapacityProvider, Properties: { VpcConfig: { SubnetIds: [!Ref A] } } }`,
    ['A: 0..3 peak 0..'],
  ],
  [
    'a network connector one in each at least, twice that in an update (CONN-1, CONN-2)',
    `  X: { Type: AWS::Lambda::NetworkConnector, Properties: { Configuration: { VpcEgressConfiguration: { SubnetIds: ${AB} } } } }`,
    ['A,B: 1.. peak 2..'],
  ],
  [
    "a mapping from Kafka of one's own one in each at least",
    `  X: { Type: AWS::Lambda::EventSourceMapping, Properties: { Topics: [t], SourceAccessConfigurations: [{ Type: VPC_SUBNET, URI: !Sub 'subnet:\${A}' }, { Type: VPC_SECURITY_GROUP, URI: !Sub 'security_group:\${Web}' }] } }`,
    ['A: 1..'],
  ],
  [
    'a mapping from a cluster of Kafka where that is',
    `  K: { Type: AWS::MSK::ServerlessCluster, Properties: { VpcConfigs: [{ SubnetIds: [!Ref B] }] } }
  X: { Type: AWS::Lambda::EventSourceMapping, Properties: { Topics: [t], EventSourceArn: !GetAtt K.Arn } }`,
    ['B: 1', 'B: 1..'],
  ],
  [
    'a mapping from a queue none',
    `  X: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !Ref Anything } }\n  Anything: { Type: AWS::SQS::Queue }`,
    [],
  ],
  [
    'an event of SAM what the mapping takes that becomes of it',
    `  K: { Type: AWS::MSK::ServerlessCluster, Properties: { VpcConfigs: [{ SubnetIds: [!Ref B] }] } }
  F: { Type: AWS::Serverless::Function, Properties: { Events: { Topic: { Type: MSK, Properties: { Stream: !GetAtt K.Arn, Topics: [t] } } } } }`,
    ['B: 1', 'B: 1..'],
  ],
];

describe('what a resource takes of its subnets (ADDR-1)', () => {
  test.each(TAKES)('%s', (_claim, resources, takes) => {
    const estate = estateIn(beside(resources));
    expect(taken(estate)).toEqual(takes);
    expect(estate.notCounted).toEqual([]);
  });
});

const UNCOUNTED: [claim: string, resources: string, listed: string[]][] = [
  [
    'pods of Fargate',
    `  X: { Type: AWS::EKS::FargateProfile, Properties: { Subnets: [!Ref A] } }`,
    ['X in A'],
  ],
  [
    'a custom resource that names a subnet',
    `  X: { Type: Custom::Lab, Properties: { Where: !Ref A } }`,
    ['X in A'],
  ],
  [
    'a custom resource that names one inside a text',
    `  X: { Type: Custom::Lab, Properties: { Where: !Sub 'in \${B} please' } }`,
    ['X in B'],
  ],
  [
    'a type that nobody knows',
    `  X: { Type: Acme::Net::Probe, Properties: { Places: { Subnet: [!Ref A] } } }`,
    ['X in A'],
  ],
  [
    'a state machine that starts something there',
    `  X: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionString: !Sub '{"Subnets":["\${A}","\${B}"]}' } }`,
    ['X in A,B'],
  ],
  [
    'settings of an environment',
    `  X: { Type: AWS::ElasticBeanstalk::Environment, Properties: { OptionSettings: [{ Namespace: 'aws:ec2:vpc', OptionName: Subnets, Value: !Join [',', [!Ref A, !Ref B]] }] } }`,
    ['X in A,B'],
  ],
  [
    'a database whose group is elsewhere',
    `  X: { Type: AWS::RDS::DBInstance, Properties: { DBSubnetGroupName: data } }`,
    ['X in ?'],
  ],
  [
    'a mapping from a cluster that is elsewhere',
    `  X: { Type: AWS::Lambda::EventSourceMapping, Properties: { Topics: [t], EventSourceArn: 'arn:aws:kafka:eu-west-1:1:cluster/other/1' } }`,
    ['X in ?'],
  ],
  [
    'a daemon on every instance',
    `  X: { Type: AWS::ECS::Service, Properties: { SchedulingStrategy: DAEMON, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref A] } } } }`,
    ['X in A'],
  ],
  [
    'a cluster of EKS that makes its own nodes',
    `  X: { Type: AWS::EKS::Cluster, Properties: { ComputeConfig: { Enabled: true }, ResourcesVpcConfig: { SubnetIds: [!Ref A] } } }`,
    ['X in A'],
  ],
  [
    'transfers by the ARN of a subnet',
    `  X: { Type: AWS::DataSync::Agent, Properties: { SubnetArns: [!Sub 'arn:aws:ec2:eu-west-1:1:subnet/\${A}'] } }`,
    ['X in A'],
  ],
];

describe('what names a subnet and cannot be counted is listed (ADDR-2)', () => {
  test.each(UNCOUNTED)('%s', (_claim, resources, listed) => {
    const estate = estateIn(beside(resources));
    expect(notCounted(estate)).toEqual(listed);
    for (const { why } of estate.notCounted) expect(why).toMatch(/^[^.]{10,}$/);
  });
});

test.each([
  [
    'a parameter',
    `  X: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref A } }`,
  ],
  [
    'a policy',
    `  X: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: { Statement: { Condition: { StringEquals: { 'lambda:SubnetIds': !Ref A } } } } } }`,
  ],
  [
    'a flow log',
    `  X: { Type: AWS::EC2::FlowLog, Properties: { ResourceId: !Ref A, ResourceType: Subnet } }`,
  ],
  [
    'an association',
    `  X: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref A } }`,
  ],
  [
    'a subnet group alone',
    `  X: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref A] } }`,
  ],
  [
    'a tag',
    `  X: { Type: AWS::EC2::EIP, Properties: { Tags: [{ Key: Name, Value: !Sub 'of \${A}' }] } }`,
  ],
  [
    'the size of a subnet',
    `  X: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, SecurityGroupIngress: [{ CidrIp: !GetAtt A.CidrBlock }] } }`,
  ],
  [
    'a reserved block of IPv6',
    `  X: { Type: AWS::EC2::SubnetCidrReservation, Properties: { SubnetId: !Ref A, Cidr: 2001:db8::/80, ReservationType: prefix } }`,
  ],
  [
    'a resource that is not created',
    `  X: { Type: AWS::EC2::Instance, Condition: Never, Properties: { SubnetId: !Ref A } }`,
  ],
])('%s takes nothing', (_claim, resource) => {
  const estate = estateIn(beside(resource, 'Conditions: { Never: !Equals [a, b] }'));
  expect([taken(estate), estate.notCounted]).toEqual([[], []]);
});

describe('what is not known makes a range, and says what would settle it', () => {
  const group = (size: string): string => `  X:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: { VPCZoneIdentifier: [!Ref A], MinSize: 1, MaxSize: ${size} }`;

  test('a number without a default', () => {
    const text = beside(group('!Ref Most'), 'Parameters: { Most: { Type: Number } }');
    const open = estateIn(text);
    expect(taken(open)).toEqual(['A: 1 peak 1..']);
    expect(open.unknowns.map(({ mend }) => mend)).toEqual([
      expect.stringContaining('--param Most='),
    ]);
    expect(taken(estateIn(text, { Most: '9' }))).toEqual(['A: 1 peak 9']);
  });

  test('one of two numbers', () => {
    const sections = `Parameters: { Env: { Type: String } }
Conditions: { Prod: !Equals [!Ref Env, prod] }`;
    const text = beside(group('!If [Prod, 6, 2]'), sections);
    expect(taken(estateIn(text))).toEqual(['A: 1 peak 2..6']);
    expect(taken(estateIn(text, { Env: 'prod' }))).toEqual(['A: 1 peak 6']);
  });

  test('a resource under a condition may take nothing', () => {
    const sections = `Parameters: { Env: { Type: String } }
Conditions: { Prod: !Equals [!Ref Env, prod] }`;
    const text = beside(
      '  X: { Type: AWS::EC2::Instance, Condition: Prod, Properties: { SubnetId: !Ref A } }',
      sections,
    );
    expect(taken(estateIn(text))).toEqual(['A: 0..1']);
    expect(taken(estateIn(text, { Env: 'prod' }))).toEqual(['A: 1']);
  });

  test('a kind that is not known may be any of them', () => {
    const text = beside(
      '  X: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcEndpointType: !Ref Kind, SubnetIds: [!Ref A] } }',
      'Parameters: { Kind: { Type: String } }',
    );
    expect(taken(estateIn(text))).toEqual(['A: 0.. free 16']);
    expect(taken(estateIn(text, { Kind: 'Interface' }))).toEqual(['A: 1']);
  });

  test('a list of subnets of which nothing is known', () => {
    const text = beside(
      '  X: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcEndpointType: Interface, SubnetIds: !Ref Places } }',
      'Parameters: { Places: { Type: List<AWS::EC2::Subnet::Id> } }',
    );
    expect(notCounted(estateIn(text))).toEqual(['X in ?']);
    const settled = estateIn(text, { Places: 'subnet-0a,subnet-0b' });
    expect([taken(settled), settled.notCounted]).toEqual([['subnet-0a,subnet-0b: 1'], []]);
  });
});

test('a load balancer of an unknown kind asks for eight free, not for twice that', () => {
  const text = beside(
    '  X: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Type: !Ref Kind, Subnets: [!Ref A] } }',
    'Parameters: { Kind: { Type: String } }',
  );
  expect(taken(estateIn(text))).toEqual(['A: 0..2 free 8']);
});

describe('without a subnet AWS takes the default VPC', () => {
  const database = '  X: { Type: AWS::RDS::DBInstance, Properties: { Engine: mysql } }';

  test('which is none that the templates make', () => {
    expect(notCounted(estateIn(beside(database)))).toEqual([]);
  });

  test('and may be that of functions in subnets from elsewhere', () => {
    const text = `Resources:
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-0a], SecurityGroupIds: [sg-1] } } }
${database}`;
    expect(notCounted(estateIn(text))).toEqual(['X in subnet-0a']);
    const placed = text.replace(
      database,
      '  X: { Type: AWS::EC2::Instance, Properties: { SubnetId: subnet-0b } }',
    );
    expect([notCounted(estateIn(placed)), taken(estateIn(placed))]).toEqual([[], ['subnet-0b: 1']]);
  });
});

describe('functions that AWS makes for others share pairings (SHARE-1)', () => {
  test('a canary and a rotation in a VPC are functions, others are not', () => {
    const { functions } = estateIn(
      beside(`  Can: { Type: AWS::Synthetics::Canary, Properties: { VPCConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [!Ref Web] } } }
  Out: { Type: AWS::Synthetics::Canary, Properties: { Name: out } }
  Turn: { Type: AWS::SecretsManager::RotationSchedule, Properties: { HostedRotationLambda: { VpcSubnetIds: !Sub '\${A},\${B}', VpcSecurityGroupIds: !Ref Web } } }`),
    );
    const attached = functions.map(({ id, vpc }) => {
      if (vpc === null || vpc === 'unknown') return [id, vpc];
      return [id, vpc.subnets.ids, vpc.securityGroups.ids];
    });
    expect(attached).toEqual([
      ['Shop', ['A', 'B'], ['Web']],
      ['Can', ['A'], ['Web']],
      ['Turn', ['A', 'B'], ['Web']],
    ]);
  });
});

test('a connector is listed with its subnets, groups and protocol (CONN-1)', () => {
  const { connectors, interfaces } = estateIn(
    beside(`  X:
    Type: AWS::Lambda::NetworkConnector
    Properties:
      Configuration:
        VpcEgressConfiguration: { SubnetIds: ${AB}, SecurityGroupIds: [!Ref Web], NetworkProtocol: DualStack }`),
  );
  expect(connectors).toMatchObject([
    {
      id: 'X',
      subnets: { ids: ['A', 'B'], open: [] },
      securityGroups: { ids: ['Web'] },
      networkProtocol: 'DualStack',
    },
  ]);
  // By assumption (CONN-4).
  expect(interfaces).toMatchObject([{ id: 'X', sharesQuota: true }]);
});
