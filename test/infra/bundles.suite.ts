import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleFolder, functionSources } from '../../infra/lambdas/bundle.ts';
import { type Worker, workers } from '../../infra/lambdas/workers.ts';
import './synthesized-app.ts';

interface Output {
  readonly bytes: number;
  readonly exports: string[];
  readonly imports: { path: string }[];
  readonly entryPoint?: string;
  readonly inputs: Record<string, { bytesInOutput: number }>;
}

/** Functions that call external issuers. */
const CALLERS = ['vcc/card-info', 'vcc/card-modify', 'vcc/group-status', 'worker/deliver', 'worker/fulfil'];

const sends = (worker: Worker): boolean => worker.sends.length > 0;

/** Maximum bytes of a bundle: what every function needs, with reserve. Some functions need more. */
const BUDGET = 384_000;
const OWN_BUDGETS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(CALLERS.map((name) => [name, 460_000])),
  'worker/deliver': 476_000,
  // It applies the messages that four other functions receive.
  'worker/retry-inbox': 400_000,
  'dpt/acquire': 408_000,
  'vcc/cardholder-apply': 526_000,
};

describe('the bundles', () => {
  const meta = readFileSync(join(bundleFolder('..'), 'meta.json'), 'utf8');
  const { outputs } = JSON.parse(meta) as { outputs: Record<string, Output> };

  test.each(functionSources.map(({ name }) => name))('%s has a handler and no missing imports', (name) => {
    const output = outputs[`dist/functions/${name}/index.mjs`];
    expect(output?.entryPoint).toBe(`functions/${name}.ts`);
    expect(output?.exports).toEqual(['handler']);
    expect(output?.imports.filter(({ path }) => !isBuiltin(path))).toEqual([]);
  });

  test.each(functionSources.map(({ name }) => name))('%s stays within its budget', (name) => {
    const { bytes = Infinity } = outputs[`dist/functions/${name}/index.mjs`] ?? {};
    expect(bytes).toBeLessThanOrEqual(OWN_BUDGETS[name] ?? BUDGET);
  });

  // The client reads the header of another platform's response.
  test.each(functionSources.map(({ name }) => name))('%s gives no hints at refused sign-ins', (name) => {
    const { inputs = {} } = outputs[`dist/functions/${name}/index.mjs`] ?? {};
    const naming = Object.keys(inputs).filter((path) => /issuary-hint/i.test(readFileSync(path, 'utf8')));
    expect(naming.filter((path) => path !== 'shared/client/platform-connection.ts')).toEqual([]);
  });

  test.each(functionSources.map(({ name }) => name))('%s contains nothing of a sandbox', (name) => {
    const { inputs = {} } = outputs[`dist/functions/${name}/index.mjs`] ?? {};
    expect(Object.keys(inputs).filter((input) => input.includes('sandbox'))).toEqual([]);
    expect(readFileSync(join(bundleFolder(name), 'index.mjs'), 'utf8')).not.toMatch(/issuary-provoke/i);
  });

  /** Returns the functions whose bundle contains a file with this part in its path. */
  const carrying = (part: string): string[] =>
    functionSources
      .map(({ name }) => name)
      .filter((name) =>
        Object.entries(outputs[`dist/functions/${name}/index.mjs`]?.inputs ?? {}).some(
          ([input, { bytesInOutput }]) => input.includes(part) && bytesInOutput > 0,
        ),
      );

  test.each([
    ['the elliptic curve of coin addresses', '@noble/curves', ['dpt/acquire']],
    ['the API client', 'shared/client/', CALLERS],
    ['the S3 client', '@aws-sdk/client-s3', ['vcc/cardholder-apply']],
    ['the SQS client', '@aws-sdk/client-sqs', workers.filter(sends).map((worker) => worker.function)],
    ['credential providers for places other than Lambda', '@aws-sdk/credential-provider-node', []],
    ['a client nested in another one', '@aws-sdk/nested-clients', []],
  ])('contain %s only where it is needed', (_, part, names) => {
    expect(carrying(part).sort()).toEqual([...names].sort());
  });
});
