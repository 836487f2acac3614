import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import cdkJson from '../cdk.json' with { type: 'json' };
import { readSettings, type Settings } from './constructs/settings.ts';
import { bundleFunctions } from './lambdas/bundle.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { WorkersStack } from './stacks/workers-stack.ts';

/**
 * Creates the CDK app, from functions that are already bundled. Without an `outdir` the cloud assembly goes to a
 * temporary folder. Takes its context from cdk.json, so that the CLI, the tests and the local cloud all see the same
 * templates.
 */
export function issuary(options: Pick<AppProps, 'outdir' | 'context'> = {}): App {
  const app = newApp(options);
  addStacks(app, readSettings(app.node));
  return app;
}

const newApp = (options: Pick<AppProps, 'outdir' | 'context'>): App =>
  new App({ ...options, context: { ...cdkJson.context, ...options.context }, analyticsReporting: false });

function addStacks(app: App, settings: Settings): void {
  const props = (name: string) => ({
    stackName: settings.stage ? `${settings.stage}-${name}` : name,
    terminationProtection: true,
  });
  const data = new DataStack(app, 'IssuaryData', { ...props('IssuaryData'), settings });
  new ApiStack(app, 'IssuaryApi', { ...props('IssuaryApi'), data, settings });
  new WorkersStack(app, 'IssuaryWorkers', { ...props('IssuaryWorkers'), data, settings });
}

if (import.meta.main) {
  const app = newApp({ outdir: process.env['CDK_OUTDIR'] ?? join(import.meta.dirname, '..', 'cdk.out') });
  const settings = readSettings(app.node);
  await bundleFunctions(undefined, settings);
  addStacks(app, settings);
  app.synth();
}
