import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { MADE_BY } from '../templates/strangers.ts';

/** What a folder of sources is known by: the name of a file in it, or how names in it end. */
const MARKS: readonly [mark: string, kind: string, mend: string][] = [
  ['cdk.json', 'a CDK project', MADE_BY.cdk],
  ['cdktf.json', 'a project of CDK for Terraform', MADE_BY.cdktf],
  ['serverless.yml', 'a project of the Serverless Framework', MADE_BY.serverless],
  ['serverless.yaml', 'a project of the Serverless Framework', MADE_BY.serverless],
  ['serverless.ts', 'a project of the Serverless Framework', MADE_BY.serverless],
  ['serverless.json', 'a project of the Serverless Framework', MADE_BY.serverless],
  ['Pulumi.yaml', 'a project of Pulumi', 'Pulumi is not read; write a scenario by hand'],
  ['sst.config.ts', 'a project of SST', 'SST is not read; write a scenario by hand'],
  ['terragrunt.hcl', 'a folder of Terragrunt', MADE_BY.terraform],
  ['*.tf', "a folder in Terraform's own language", MADE_BY.terraform],
  ['*.tf.json', "a folder in Terraform's own language", MADE_BY.terraform],
  ['*.tofu', 'a folder of OpenTofu', MADE_BY.terraform],
  ['*.tfstate', 'a folder with the state of Terraform', MADE_BY.state],
  ['Chart.yaml', 'a chart of Helm', MADE_BY.render],
];

/**
 * What a folder is that is no template but makes some, and the command that makes what is read;
 * null: nothing like that. `names` are those of its files.
 */
export function projectAt(folder: string, names: readonly string[]): string | null {
  const fits = (mark: string) => (name: string) =>
    mark.startsWith('*') ? name.endsWith(mark.slice(1)) : name === mark;
  const found = MARKS.find(([mark]) => names.some(fits(mark)));
  if (found === undefined) return null;
  const made = join(folder, 'cdk.out');
  const isMade = found[0] === 'cdk.json' && existsSync(join(made, 'manifest.json'));
  return `${found[1]}; ${isMade ? `give ${made}, which \`cdk synth\` writes` : found[2]}`;
}

/** What a folder without a template is, as far as its names tell. */
export function emptyAt(folder: string, names: readonly string[]): string | null {
  if (basename(folder) === 'node_modules') return 'a folder of packages';
  if (names.includes('samconfig.toml')) return 'a project of SAM without its template; name it';
  const hasPrograms = names.some((name) => /^package\.json$|^pyproject\.toml$/.test(name));
  return hasPrograms ? 'a folder of a program; name the template in it' : null;
}

const PROGRAMS: readonly [pattern: RegExp, kind: string, mend: string][] = [
  [/['"](aws-cdk-lib|@aws-cdk\/|constructs)/, 'a program of the CDK', MADE_BY.cdk],
  [/['"]cdktf['"/]/, 'a program of CDK for Terraform', MADE_BY.cdktf],
  [/['"]@pulumi\//, 'a program of Pulumi', 'Pulumi is not read; write a scenario by hand'],
  [/['"]@?serverless\//, 'a file of the Serverless Framework', MADE_BY.serverless],
];

/** What a program is that makes templates and is no scenario itself; null: it may be one. */
export function programKind(path: string, text: string): string | null {
  const found = PROGRAMS.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return `${found[1]}; ${found[2]}`;
  const folders = ['.', '..', '../..'].map((step) => join(dirname(path), step));
  const isInProject = folders.some((folder) => existsSync(join(folder, 'cdk.json')));
  return isInProject ? `a program of the CDK; ${MADE_BY.cdk}` : null;
}

/** Files that are known by their names, whatever is in them. */
const BY_NAME: readonly [ending: string, kind: string, mend: string][] = [
  ['.tf', "Terraform's own language", MADE_BY.terraform],
  ['.tofu', "OpenTofu's own language", MADE_BY.terraform],
  ['.hcl', 'HCL', MADE_BY.terraform],
  ['.tfvars', 'a file of values for the variables of Terraform', MADE_BY.terraform],
  ['.toml', 'TOML', 'give the template beside it; write its parameters as --param Name=value'],
];

const ITSELF: Readonly<Record<string, string>> = {
  'package.json': 'the package.json of a program; give the template that it makes',
  'package-lock.json': 'a list of packages; give a template',
  'tsconfig.json': 'a settings file of TypeScript; give a template',
  'docker-compose.yml': 'a file of Docker Compose; give a template',
  'docker-compose.yaml': 'a file of Docker Compose; give a template',
};

/** What a file is that its name tells; null: it may be anything. */
export function kindByName(path: string): string | null {
  const own = ITSELF[basename(path)];
  if (own !== undefined) return own;
  const found = BY_NAME.find(([ending]) => extname(path).toLowerCase() === ending);
  return found === undefined ? null : `${found[1]}; ${found[2]}`;
}
