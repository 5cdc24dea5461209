/** One slip in a scenario, and what its author is told. */
export interface BrokenCase {
  claim: string;
  text: string;
  line: number;
  path: string;
  /** A part of the message. */
  message: string;
  /** A part of the advice; '' when none is given. */
  mend: string;
  /** A part of what is said to be expected. */
  expected?: string;
  /** How many issues the slip gives; default one. */
  issues?: number;
}

/** Lines 1 to 9: what most cases need; their own lines begin at 10. */
const HEAD = `name: broken
until: 10d
network:
  vpcs: { main: , other: }
  subnets:
    a: { vpc: main, cidr: 10.0.1.0/24 }
    o: { vpc: other, cidr: 10.0.1.0/24 }
  securityGroups: { web: { vpc: main }, far: { vpc: other } }
roles: { exec: { policies: [AWSLambdaBasicExecutionRole] } }
`;

export const after = (lines: string): string => HEAD + lines;

/** A scenario with one function `f`, and these lines of its timeline from line 12 on. */
export const actions = (...lines: string[]): string =>
  after(`functions: { f: , g: { vpc: { subnets: [a], securityGroups: [web] } } }
timeline:
${lines.map((line) => `  - ${line}`).join('\n')}
`);

/** The same with expectations. */
export const expects = (...lines: string[]): string =>
  after(`functions: { f: }
expect:
${lines.map((line) => `  - ${line}`).join('\n')}
`);

/** The same with one function from line 11 on. */
export const spec = (lines: string): string => after(`functions:\n  f: ${lines}\n`);

export const one = (
  claim: string,
  text: string,
  line: number,
  path: string,
  message: string,
  mend: string,
): BrokenCase => ({ claim, text, line, path, message, mend });
