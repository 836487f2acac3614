import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { issuary } from '../../infra/app.ts';
import { bundleFolder, bundleFunctions, functionSources } from '../../infra/lambdas/bundle.ts';

/** A resource of the synthesized app. Its id is without CDK's hash. */
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  // Templates are JSON without a schema here; a wrong path in a test shows as undefined.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly properties: any;
  /** Its policies for replacement and for the deletion of its stack. */
  readonly policies: readonly (string | undefined)[];
}

const outdir = mkdtempSync(join(tmpdir(), 'issuary-infra-'));
afterAll(() => rmSync(outdir, { recursive: true }));

await bundleFunctions();
const assembly = issuary({ outdir }).synth();

/** The stacks of the cloud assembly. */
export const { stacks } = assembly;

/** The templates by stack. */
const templates: Readonly<Record<string, Template>> = Object.fromEntries(
  stacks.map((stack) => [stack.stackName, Template.fromJSON(stack.template)]),
);

const unhashed = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

interface Described {
  readonly Type: string;
  readonly Properties: unknown;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

const described = (template: Template) =>
  Object.entries(template.toJSON()['Resources'] as Record<string, Described>);

const all: readonly Resource[] = Object.entries(templates).flatMap(([stack, template]) =>
  described(template).map(([id, resource]) => ({
    stack,
    id: unhashed(id),
    type: resource.Type,
    properties: resource.Properties,
    policies: [resource.DeletionPolicy, resource.UpdateReplacePolicy],
  })),
);

/** Returns the resources of a type in all stacks. */
export const resources = (type: string): Resource[] => all.filter((resource) => resource.type === type);

const exported = new Map<string, unknown>(
  Object.values(templates).flatMap((template) =>
    Object.values((template.toJSON()['Outputs'] ?? {}) as Record<string, { Export?: { Name: string } }>)
      .filter((output) => output.Export)
      .map((output) => [output.Export?.Name ?? '', (output as unknown as { Value: unknown }).Value] as const),
  ),
);

/**
 * Returns a template's value as text: `OrdersTable`, `VaultKey.Arn`, `OrdersTable.Arn/index/due`; also across stacks.
 */
export function text(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, argument]] = Object.entries(value) as [[string, never]];
  switch (kind) {
    case 'Ref':
      return unhashed(argument);
    case 'Fn::GetAtt':
      return `${unhashed(argument[0])}.${argument[1]}`;
    case 'Fn::Join':
      return (argument[1] as unknown[]).map(text).join(argument[0]);
    case 'Fn::ImportValue':
      return text(exported.get(argument));
    default:
      throw new Error(`the tests do not know ${kind}`);
  }
}

/** Returns one or several values as texts. */
export const texts = (value: unknown): string[] =>
  value === undefined ? [] : [value].flat().map((each) => text(each));

const bundles = new Map(
  functionSources.map(({ name }) => [readFileSync(join(bundleFolder(name), 'index.mjs'), 'utf8'), name]),
);

/** Returns the function's name, derived from its deployed code. */
export function nameOf(lambda: Resource): string {
  const asset = String(lambda.properties.Code.S3Key).replace('.zip', '');
  const name = bundles.get(readFileSync(join(outdir, `asset.${asset}`, 'index.mjs'), 'utf8'));
  if (!name) throw new Error(`${lambda.id} deploys code that is no function's bundle`);
  return name;
}

/** Every function by its name. */
export const functions: ReadonlyMap<string, Resource> = new Map(
  resources('AWS::Lambda::Function').map((lambda) => [nameOf(lambda), lambda]),
);

/** Returns the function that a reference in a template leads to. */
export function functionBehind(reference: unknown): string {
  const target = text(reference).replace(/\.Arn$/, '');
  const found = [...functions].find(([, lambda]) => lambda.id === target);
  if (!found) throw new Error(`no function ${target}`);
  return found[0];
}
