import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleFolder, functionSources } from '../../infra/bundle.ts';
import './platform.ts';

interface Output {
  readonly exports: string[];
  readonly imports: { path: string }[];
  readonly entryPoint?: string;
  readonly inputs: Record<string, { bytesInOutput: number }>;
}

describe('the bundles', () => {
  const meta = readFileSync(join(bundleFolder('..'), 'meta.json'), 'utf8');
  const { outputs } = JSON.parse(meta) as { outputs: Record<string, Output> };

  test.each(functionSources.map(({ name }) => name))('%s has a handler and all it needs', (name) => {
    const output = outputs[`dist/functions/${name}/index.mjs`];
    expect(output?.entryPoint).toBe(`functions/${name}.ts`);
    expect(output?.exports).toEqual(['handler']);
    expect(output?.imports.filter(({ path }) => !isBuiltin(path))).toEqual([]);
  });

  /** The functions whose bundle has something of the files whose path has this part. */
  const carrying = (part: string): string[] =>
    functionSources
      .map(({ name }) => name)
      .filter((name) =>
        Object.entries(outputs[`dist/functions/${name}/index.mjs`]?.inputs ?? {}).some(
          ([input, { bytesInOutput }]) => input.includes(part) && bytesInOutput > 0,
        ),
      );

  test('carry the curve of coin addresses only where addresses are derived', () => {
    expect(carrying('@noble/curves')).toEqual(['dpt/acquire']);
  });

  test('carry the client only where a platform below is called', () => {
    const callers = [
      'vcc/card-info',
      'vcc/card-modify',
      'vcc/group-status',
      'worker/deliver',
      'worker/fulfil',
    ];
    expect(carrying('shared/client/').sort()).toEqual(callers);
  });
});
