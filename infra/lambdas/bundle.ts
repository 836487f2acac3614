import { glob, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { routes } from '../../shared/wire/contract/routes.ts';
import { digestOf, readMetafile } from './bundle-digest.ts';
import { workers } from './workers.ts';

const project = dirname(dirname(import.meta.dirname));

/**
 * Replaces the SDK's credential chain. Lambda puts a function's credentials into its environment; the SDK's chain also
 * looks for single sign-on, profiles and instance metadata: a quarter of a bundle and a third of its load time.
 */
export const LAMBDA_CREDENTIALS = join(import.meta.dirname, 'lambda-credentials.ts');

/** The esbuild options for every Lambda bundle. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  treeShaking: true,
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  // CommonJS packages call require for Node's own modules, and an ES module has no require.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  metafile: true,
} as const satisfies BuildOptions;

/** The source of a Lambda function, and where it is declared. */
export interface FunctionSource {
  /** `vcc/card-apply` stands for `functions/vcc/card-apply.ts`. */
  readonly name: string;
  readonly declaredBy: string;
}

/** All functions: one for each route and each worker. */
export const functionSources: readonly FunctionSource[] = [
  ...routes.map((route) => ({ name: route.function, declaredBy: `the route ${route.path}` })),
  ...workers.map((worker) => ({ name: worker.function, declaredBy: 'infra/lambdas/workers.ts' })),
];

/** A function is declared, but its source file does not exist. */
export class FunctionFileMissing extends Error {
  override readonly name = 'FunctionFileMissing';
  constructor({ name, declaredBy }: FunctionSource) {
    super(`${declaredBy} names the function ${name}, but functions/${name}.ts does not exist`);
  }
}

/** Which bundles are meant. */
interface BundleOptions {
  /** The project; defaults to this one. */
  readonly root?: string;
  /** Those of a sandbox; defaults to false. */
  readonly sandbox?: boolean;
}

/** Replaces each `shared/lambda/stage-….ts` by its namesake in `shared/lambda/sandbox`. */
const SANDBOX_STAGE: Plugin = {
  name: 'sandbox',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/stage-[a-z]+\.ts$/ }, ({ path, resolveDir }) => {
      const [, part] = /stage-([a-z]+)\.ts$/.exec(path) ?? [];
      return { path: join(dirname(join(resolveDir, path)), 'sandbox', `sandbox-${part}.ts`) };
    });
  },
};

/** Returns the folder of a function's bundle. Everything in it is deployed, except the source map. */
export const bundleFolder = (name: string, { root = project, sandbox = false }: BundleOptions = {}): string =>
  join(root, distOf(sandbox), 'functions', name);

const distOf = (sandbox: boolean): string => (sandbox ? join('dist', 'sandbox') : 'dist');

/**
 * Bundles every function with its dependencies into `dist/functions/<function>/index.mjs`, with its source map beside
 * it, and writes esbuild's metafile to `dist/meta.json`. The same sources give the same bytes: does nothing when the
 * bundles are up to date, and does not touch a file that would not change, so that two builds can run at once. Returns
 * whether there was anything to do.
 *
 * @throws FunctionFileMissing naming the route or the list that declares the function
 */
export async function bundleFunctions(
  sources: readonly FunctionSource[] = functionSources,
  { root = project, sandbox = false }: BundleOptions = {},
): Promise<boolean> {
  const dist = distOf(sandbox);
  for (const source of sources) await assertExists(source, root);
  const settings = { ...BUNDLE_OPTIONS, sources: sources.map(({ name }) => name), sandbox };
  const metafilePath = join(root, dist, 'meta.json');
  const digestFile = join(root, dist, 'digest');
  const digest = await readFile(digestFile, 'utf8').catch(() => '');
  if (digest !== '' && digest === (await digestOf(await readMetafile(metafilePath), settings, root)))
    return false;
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: sources.map(({ name }) => ({ in: `functions/${name}.ts`, out: `${name}/index` })),
    outdir: join(dist, 'functions'),
    outExtension: { '.js': '.mjs' },
    ...BUNDLE_OPTIONS,
    alias: { '@aws-sdk/credential-provider-node': LAMBDA_CREDENTIALS },
    ...(sandbox && { plugins: [SANDBOX_STAGE] }),
    write: false,
    logLevel: 'warning',
  });
  for (const file of outputFiles) await writeIfChanged(file.path, file.contents);
  await writeIfChanged(metafilePath, Buffer.from(JSON.stringify(metafile, null, 1)));
  await removeStale(
    join(root, dist, 'functions'),
    outputFiles.map((file) => file.path),
  );
  await writeIfChanged(digestFile, Buffer.from((await digestOf(metafile, settings, root)) ?? ''));
  return true;
}

async function assertExists(source: FunctionSource, root: string): Promise<void> {
  const found = await stat(join(root, 'functions', `${source.name}.ts`)).catch(() => undefined);
  if (!found?.isFile()) throw new FunctionFileMissing(source);
}

async function writeIfChanged(path: string, contents: Uint8Array): Promise<void> {
  const current = await readFile(path).catch(() => undefined);
  if (current?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

/** Removes the folders of functions that no longer exist. */
async function removeStale(folder: string, current: readonly string[]): Promise<void> {
  const folders = new Set(current.map((path) => relative(folder, dirname(path))));
  for await (const found of glob('*/*', { cwd: folder }))
    if (!folders.has(found)) await rm(join(folder, found), { recursive: true });
}
