/** A template of so many functions, as a team that uses SAM writes it; ten share a group each. */
export function largeTemplate(functions: number): string {
  const lines = [
    'Transform: AWS::Serverless-2016-10-31',
    'Parameters:',
    '  Stage: { Type: String, Default: dev }',
    'Mappings:',
    '  Sizes: { dev: { memory: 256 }, prod: { memory: 1024 } }',
    'Conditions:',
    '  IsProd: !Equals [!Ref Stage, prod]',
    'Globals:',
    '  Function:',
    '    Runtime: nodejs22.x',
    '    AutoPublishAlias: live',
    '    VpcConfig:',
    '      SubnetIds: [!Ref SubnetA, !Ref SubnetB]',
    '      SecurityGroupIds: []',
    'Resources:',
    '  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }',
  ];
  for (const [index, zone] of ['A', 'B'].entries()) {
    lines.push(
      `  Subnet${zone}:`,
      '    Type: AWS::EC2::Subnet',
      '    Properties:',
      '      VpcId: !Ref Net',
      `      CidrBlock: !Select [${index}, !Cidr [!GetAtt Net.CidrBlock, 2, 8]]`,
      `      AvailabilityZone: !Select [${index}, !GetAZs '']`,
    );
  }
  for (let i = 0; i < functions; i++) {
    if (i % 10 === 0) {
      lines.push(
        `  Group${i / 10}: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Net } }`,
      );
    }
    lines.push(
      `  Function${i}:`,
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      `      Handler: index.handler${i}`,
      '      MemorySize: !FindInMap [Sizes, !Ref Stage, memory]',
      '      VpcConfig:',
      `        SecurityGroupIds: [!GetAtt Group${Math.floor(i / 10)}.GroupId]`,
      '      Environment:',
      '        Variables:',
      `          TABLE: !Sub 'orders-\${Stage}-${i}'`,
      '          LEVEL: !If [IsProd, warn, debug]',
      '      Policies:',
      '        - Statement:',
      `            - { Effect: Allow, Action: 'dynamodb:*', Resource: !Sub 'arn:aws:dynamodb:*:*:table/\${Stage}-${i}' }`,
    );
  }
  return `${lines.join('\n')}\n`;
}
