// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates write names
import type { Json, Template } from './oracle.ts';

/** Numbers from 0 to 1 that a seed decides. */
function numbersFrom(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Kind = 'subnet' | 'sg';

/** Stacks in which everything is known: what is written out, has a default, or is given. */
export class Generated {
  readonly stacks: Record<string, Template> = {};
  readonly given: Record<string, string> = {};
  private readonly next: () => number;
  private exports: { name: Json; kind: Kind }[] = [];

  constructor(seed: number) {
    this.next = numbersFrom(seed);
    const count = this.chance(0.3) ? 2 : 1;
    for (let index = 0; index < count; index++) this.stacks[`s${index}`] = this.template(index);
  }

  private below(count: number): number {
    return Math.floor(this.next() * count);
  }

  private chance(share: number): boolean {
    return this.next() < share;
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  private times<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
  }

  private template(index: number): Template {
    const template: Template = {
      Parameters: {
        Env: { Type: 'String', Default: this.pick(['prod', 'dev']) },
        Size: { Type: 'Number', Default: this.below(3) },
        Nets: { Type: 'CommaDelimitedList', Default: this.literals('subnet', 1, 4).join(',') },
        Groups: { Type: 'CommaDelimitedList', Default: this.literals('sg', 1, 3).join(',') },
        OneNet: { Type: 'String', Default: this.literal('subnet') },
        OneGroup: { Type: 'String', Default: this.literal('sg') },
      },
      Mappings: {
        Map: Object.fromEntries(['prod', 'dev'].map((env) => [env, this.row()])),
      },
      Conditions: {},
      Resources: this.network(),
      Outputs: {},
    };
    if (this.chance(0.3)) this.given['Env'] = this.pick(['prod', 'dev', 'other']);
    // A mapping has no row for another stage.
    if (this.given['Env'] === 'other') this.given['Env'] = 'dev';
    for (const name of ['C0', 'C1', 'C2', 'C3']) {
      template['Conditions']![name] = this.condition(Object.keys(template['Conditions']!));
    }
    const resources = template['Resources']!;
    for (const at of this.times(1, 6, (one) => one)) resources[`F${at}`] = this.func();
    for (const at of this.times(0, 2, (one) => one)) {
      const properties = { SubnetId: this.id('subnet', 2) };
      resources[`M${at}`] = { Type: 'AWS::EFS::MountTarget', Properties: properties };
    }
    if (this.chance(0.3)) resources['Fn::ForEach::Loop'] = this.loop();
    this.addOutputs(template, index);
    return template;
  }

  private row(): { [key: string]: Json } {
    const nets = this.literals('subnet', 1, 3);
    return { subnet: this.literal('subnet'), sg: this.literal('sg'), nets, groups: ['sg-1'] };
  }

  private network(): { [name: string]: Json } {
    const blocks: Json = { 'Fn::Cidr': ['10.0.0.0/16', 6, this.pick([4, 5, 8])] };
    const subnet = (index: number): Json => ({
      Type: 'AWS::EC2::Subnet',
      Properties: {
        VpcId: { Ref: 'Vpc' },
        CidrBlock: this.chance(0.5)
          ? `10.0.${index}.0/${this.pick([24, 26, 28])}`
          : { 'Fn::Select': [index, blocks] },
      },
    });
    const group: Json = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'g' } };
    return {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      ...{ Net0: subnet(0), Net1: subnet(1), Net2: subnet(2) },
      ...{ Group0: group, Group1: group },
    };
  }

  private condition(known: readonly string[]): Json {
    const other = (): Json =>
      known.length > 0 && this.chance(0.6) ? { Condition: this.pick(known) } : this.equals();
    const kind = this.below(5);
    if (kind === 0) return { 'Fn::Not': [other()] };
    if (kind === 1) return { 'Fn::And': [other(), other()] };
    if (kind === 2) return { 'Fn::Or': [other(), other()] };
    return this.equals();
  }

  private equals(): Json {
    return this.chance(0.7)
      ? { 'Fn::Equals': [{ Ref: 'Env' }, this.pick(['prod', 'dev'])] }
      : { 'Fn::Equals': [{ Ref: 'Size' }, this.pick<Json>([0, '1', 2])] };
  }

  private func(): Json {
    const config: Json = {
      SubnetIds: this.list('subnet', 3),
      SecurityGroupIds: this.list('sg', 2),
      ...(this.chance(0.2) ? { Ipv6AllowedForDualStack: this.pick([true, false, 'true']) } : {}),
    };
    const none: Json = { Ref: 'AWS::NoValue' };
    const kind = this.below(6);
    const vpc: Json = kind === 0 ? { 'Fn::If': [this.anyCondition(), config, none] } : config;
    return {
      Type: this.chance(0.8) ? 'AWS::Lambda::Function' : 'AWS::Serverless::Function',
      ...(this.chance(0.2) ? { Condition: this.anyCondition() } : {}),
      Properties: kind === 1 ? {} : { Role: 'arn:aws:iam::123456789012:role/r', VpcConfig: vpc },
    };
  }

  /** The same function for some names, each in a subnet of its own. */
  private loop(): Json {
    const config = {
      SubnetIds: [{ Ref: 'OneNet' }, 'subnet-9${Name}', { 'Fn::Sub': 'subnet-8${Name}' }],
      SecurityGroupIds: this.list('sg', 1),
    };
    const properties = { Role: 'arn:aws:iam::123456789012:role/r', VpcConfig: config };
    const body = { 'Loop${Name}': { Type: 'AWS::Lambda::Function', Properties: properties } };
    return ['Name', this.pick([['a'], ['a', 'b'], ['a', 'b', 'c']]), body];
  }

  private addOutputs(template: Template, index: number): void {
    for (const kind of ['subnet', 'sg'] as const) {
      const name: Json = this.chance(0.5)
        ? `e-${index}-${kind}`
        : { 'Fn::Sub': `${'${Env}'}-${kind}-${index}` };
      template['Outputs']![`Out${kind}`] = { Value: this.id(kind, 1), Export: { Name: name } };
      // Both stacks have the same stage, so that one finds the export of the other.
      if (index === 0) this.exports.push({ name, kind });
    }
    if (index === 0)
      this.given['Env'] ??= String((template['Parameters']!['Env'] as { Default: string }).Default);
  }

  private anyCondition(): string {
    return `C${this.below(4)}`;
  }

  private literal(kind: Kind): string {
    return `${kind}-${1 + this.below(5)}`;
  }

  private literals(kind: Kind, least: number, most: number): string[] {
    return this.times(least, most, () => this.literal(kind));
  }

  /** An expression that comes to one id. */
  private id(kind: Kind, depth: number): Json {
    const own = kind === 'subnet' ? `Net${this.below(3)}` : `Group${this.below(2)}`;
    const one = kind === 'subnet' ? 'OneNet' : 'OneGroup';
    const inner = (): Json => this.id(kind, depth - 1);
    const plain: (() => Json)[] = [
      () => this.literal(kind),
      () => ({ Ref: own }),
      () => ({ Ref: one }),
      () => ({ 'Fn::GetAtt': [own, kind === 'subnet' ? 'SubnetId' : 'GroupId'] }),
      () => ({ 'Fn::Sub': `\${${this.pick([own, one])}}` }),
      () => ({ 'Fn::FindInMap': ['Map', { Ref: 'Env' }, kind] }),
    ];
    const deep: (() => Json)[] = [
      () => ({ 'Fn::If': [this.anyCondition(), inner(), inner()] }),
      () => ({ 'Fn::Select': [this.below(2), [inner(), inner()]] }),
      () => ({ 'Fn::Sub': ['${X}', { X: inner() }] }),
      () => ({ 'Fn::Join': ['', [inner()]] }),
      () => ({
        'Fn::Select': [
          String(this.below(2)),
          { 'Fn::Split': ['|', { 'Fn::Join': ['|', [inner(), inner()]] }] },
        ],
      }),
      () => this.imported(kind),
    ];
    return this.pick(depth > 0 && this.chance(0.6) ? deep : plain)();
  }

  private imported(kind: Kind): Json {
    const fitting = this.exports.filter((one) => one.kind === kind);
    return fitting.length === 0
      ? this.literal(kind)
      : { 'Fn::ImportValue': this.pick(fitting).name };
  }

  /** An expression that comes to a list of ids. */
  private list(kind: Kind, depth: number): Json {
    const items = (): Json[] => this.times(1, 4, () => this.item(kind, depth - 1));
    const kinds: (() => Json)[] = [
      items,
      items,
      () => ({ Ref: kind === 'subnet' ? 'Nets' : 'Groups' }),
      () => ({ 'Fn::FindInMap': ['Map', { Ref: 'Env' }, kind === 'subnet' ? 'nets' : 'groups'] }),
      () => ({ 'Fn::Split': [',', { 'Fn::Join': [',', this.list(kind, depth - 1)] }] }),
      () => ({
        'Fn::If': [this.anyCondition(), this.list(kind, depth - 1), this.list(kind, depth - 1)],
      }),
      () => ({ 'Fn::Split': [',', this.literals(kind, 1, 3).join(',')] }),
    ];
    return depth <= 0 ? items() : this.pick(kinds)();
  }

  private item(kind: Kind, depth: number): Json {
    const none: Json = { Ref: 'AWS::NoValue' };
    return this.chance(0.15)
      ? { 'Fn::If': [this.anyCondition(), this.id(kind, depth), none] }
      : this.id(kind, depth);
  }
}
