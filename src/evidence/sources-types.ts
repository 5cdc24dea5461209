/**
 * `aws-model`: machine-readable data of AWS (service models, managed policies); `aws-tool`: a
 * program that AWS publishes; `recorded`: answers or times recorded on real AWS.
 */
export type SourceKind =
  | 'aws-docs'
  | 'aws-model'
  | 'aws-tool'
  | 'recorded'
  | 'issue'
  | 'code'
  | 'article';

export type Source = {
  title: string;
  kind: SourceKind;
  /** Which version was read. */
  edition?: string;
} & ({ url: string; place?: string } | { url?: never; place: string });

/** A GitHub issue or pull request; GitHub leads from one address to the other. */
export function issue(repository: string, number: number, title: string): Source {
  return { title, kind: 'issue', url: `https://github.com/${repository}/issues/${number}` };
}
