import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SynthesisFailed } from '../errors.ts';
import { KeptSynthesis } from './kept-synthesis.ts';
import type { SynthOptions } from './synth-options.ts';

/** A resource of a template, as synthesized. */
export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A synthesized template. */
export interface RawTemplate {
  readonly Resources?: Readonly<Record<string, RawResource>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string } }>>;
}

/** A stack of the cloud assembly. */
export interface RawStack {
  readonly name: string;
  readonly template: RawTemplate;
  /** The folders of the assets, by their object keys in the bootstrap bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

/**
 * Runs the CDK app as the CDK CLI would, but without it, and returns the synthesized stacks. What an earlier run left in
 * `outdir` is returned instead when it was made of the same `sources` and context.
 *
 * @throws SynthesisFailed
 */
export async function synthesize(options: SynthOptions): Promise<RawStack[]> {
  const { outdir } = options;
  const kept = new KeptSynthesis(options);
  if (!kept.isCurrent()) {
    kept.discard();
    await rm(outdir, { recursive: true, force: true });
    await runApp(options);
    kept.keep();
  }
  return readAssembly(outdir);
}

async function runApp({ app, outdir, context, signal }: SynthOptions): Promise<void> {
  const child = spawn(process.execPath, [app], {
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      // Takes as long as all the rest, and finds nothing that a synthesis for deployment would not find.
      CDK_VALIDATION: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const kill = () => child.kill();
  process.once('exit', kill);
  const exitCode = await new Promise((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  ).finally(() => process.off('exit', kill));
  if (exitCode !== 0) throw new SynthesisFailed(relative('', app), Buffer.concat(output).toString());
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly properties: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
  };
}

interface AssetManifest {
  readonly files?: Record<
    string,
    { source: { path: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

function readAssembly(folder: string): RawStack[] {
  const json = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const artifacts = Object.entries(json<{ artifacts: Record<string, Artifact> }>('manifest.json').artifacts);
  const assets = new Map<string, string>();
  for (const [, { type, properties }] of artifacts) {
    if (type !== 'cdk:asset-manifest' || !properties.file) continue;
    for (const file of Object.values(json<AssetManifest>(properties.file).files ?? {}))
      for (const { objectKey } of Object.values(file.destinations))
        assets.set(objectKey, join(folder, file.source.path));
  }
  return artifacts
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => ({
      name: properties.stackName ?? id,
      template: json<RawTemplate>(properties.templateFile ?? ''),
      assets,
    }));
}
