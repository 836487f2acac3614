import { join } from 'node:path';
import { createConfig, lintFromString, loadConfig } from '@redocly/openapi-core';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';

const project = join(import.meta.dirname, '..', '..');

/**
 * Returns the problems, each with its place, that the public linter finds in an OpenAPI document by the rules of
 * redocly.yaml.
 */
export async function lint(text: string): Promise<string[]> {
  const config = await loadConfig({ configPath: join(project, 'redocly.yaml') });
  return problemsOf(text, config);
}

/** Returns, for each name, the indexes of the values that the linter's JSON Schema validator refuses for their schema. */
export async function refusedByForm(
  cases: Readonly<Record<string, { form: JsonSchema; values: readonly unknown[] }>>,
): Promise<Record<string, number[]>> {
  const schemas = Object.values(cases).map(({ form, values }) => ({ ...form, examples: values }));
  const document = {
    openapi: '3.1.0',
    info: { title: '', version: '' },
    paths: {},
    components: { schemas: { ...schemas } },
  };
  const config = await createConfig({ rules: { 'no-invalid-schema-examples': 'error' } });
  const problems = await problemsOf(JSON.stringify(document), config);
  const positions = problems.map((problem) =>
    /schemas\/(\d+)\/examples\/(\d+)/.exec(problem)?.slice(1).map(Number),
  );
  return Object.fromEntries(
    Object.keys(cases).map((name, position) => [
      name,
      [...new Set(positions.filter((index) => index?.[0] === position).map((index) => index?.[1] ?? -1))],
    ]),
  );
}

async function problemsOf(
  source: string,
  config: Awaited<ReturnType<typeof createConfig>>,
): Promise<string[]> {
  const problems = await lintFromString({ source, absoluteRef: join(project, 'openapi.yaml'), config });
  return problems.map(
    ({ ruleId, message, location }) =>
      `${ruleId}: ${message} at ${location.map(({ pointer }) => pointer).join(', ')}`,
  );
}
