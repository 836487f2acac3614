import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { clearDocument, clearText } from '../../../../../infra/openapi/clear/clear-document.ts';
import { clearSamples } from '../../../../../infra/openapi/clear/clear-examples.ts';
import { clearTags } from '../../../../../infra/openapi/clear/clear-tags.ts';
import { USABLE } from '../../../../../infra/openapi/clear/samples/sample-story.ts';
import { pascalCase } from '../../../../../infra/openapi/names.ts';
import { jsonSchema } from '../../../../../infra/openapi/schemas.ts';
import { catalogue } from '../../../../../shared/wire/contract/catalogue.ts';
import { deduplicationFields } from '../../../../../shared/wire/contract/deduplication.ts';
import type { JsonSchema } from '../../../../../shared/wire/contract/fields/wire-field.ts';
import { notifications } from '../../../../../shared/wire/contract/notifications.ts';
import {
  type ObjectSchema,
  type Operation,
  possibleErrorCodes,
} from '../../../../../shared/wire/contract/operations/operation.ts';
import { errorCodes } from '../../../../../shared/wire/errors.ts';
import { lint, refusedByForm } from '../../../../support/linter.ts';

interface Post {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly requestBody: object;
  readonly responses: Readonly<Record<string, object>>;
}

const document = clearDocument();
const schemas = document.components.schemas;
const postOf = (paths: Record<string, object>, key: string) => (paths[key] as { post: Post }).post;

/** Every content of the catalogue, with the side that its names in the document stand for. */
const contents: readonly (readonly [string, ObjectSchema, 'input' | 'output'])[] = [
  ...Object.entries(catalogue).flatMap(([name, { request, result }]) => [
    [`${pascalCase(name)}Request`, request, 'input'] as const,
    [`${pascalCase(name)}Result`, result, 'output'] as const,
  ]),
  ...Object.entries(notifications).map(
    ([type, { outbound }]) => [`${pascalCase(type)}Notification`, outbound, 'output'] as const,
  ),
];

/** Returns the paths of all fields of a schema, at any depth. */
function fieldPaths(form: JsonSchema, components: Record<string, JsonSchema>, path = ''): string[] {
  const { $ref } = form;
  if ($ref) return fieldPaths(components[$ref.replace(/^.*\//, '')] ?? {}, components, path);
  const rows = form.items ? fieldPaths(form.items as JsonSchema, components, `${path}[]`) : [];
  const own = Object.entries(form.properties ?? {}).flatMap(([name, field]) => [
    `${path}.${name}`,
    ...fieldPaths(field as JsonSchema, components, `${path}.${name}`),
  ]);
  return [...rows, ...own];
}

/** Returns every schema within a schema, and itself. */
const within = (form: JsonSchema): JsonSchema[] => [
  form,
  ...(form.items ? within(form.items as JsonSchema) : []),
  ...Object.values(form.properties ?? {}).flatMap((field) => within(field as JsonSchema)),
];

it('passes the public linter', async () => {
  expect(await lint(clearText())).toEqual([]);
});

it('has every operation and notification, and none in an envelope', () => {
  expect(Object.keys(document.paths)).toEqual(Object.values(catalogue).map(({ path }) => path));
  expect(Object.keys(document.webhooks)).toEqual(Object.keys(notifications));
  expect(Object.keys(schemas).toSorted()).toEqual(contents.map(([name]) => name).toSorted());
  expect(JSON.stringify(document)).not.toMatch(/dataContent|x-sealed|contentSchema/);
});

describe.each(contents)('%s', (name, schema, side) => {
  const form = schemas[name] ?? {};
  const [example] = form.examples ?? [];
  const kinds: Record<string, JsonSchema> = {};
  const fields = fieldPaths(jsonSchema(schema, side, kinds), kinds);

  it('has every field of the catalogue but old spellings, each with a type and a description', () => {
    expect(fieldPaths(form, {})).toEqual(fields.filter((path) => path !== '.CardAlias'));
    const [, ...inner] = within(form).filter((field) => field.type !== 'object' || field.properties);
    for (const field of inner) expect(field.type, JSON.stringify(field)).toMatch(/^[a-z]+$/);
  });

  it('has an example that its own schema in the catalogue accepts, without other fields', () => {
    expect(z.safeParse(schema, example).error).toBeUndefined();
    const names = new Set(fields.map((path) => path.replaceAll('[]', '')));
    expect(valuePaths(example).filter((path) => !names.has(path))).toEqual([]);
  });

  it('shows no list of more than twenty codes', () => {
    for (const { enum: values = [] } of within(form)) expect(values.length).toBeLessThanOrEqual(20);
  });
});

function valuePaths(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuePaths(one, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [
    `${path}.${name}`,
    ...valuePaths(one, `${path}.${name}`),
  ]);
}

it('has examples that its own schemas accept', async () => {
  const cases = Object.entries(schemas).map(
    ([name, { examples = [], ...form }]) => [name, { form, values: examples }] as const,
  );
  const refused = await refusedByForm(Object.fromEntries(cases));
  expect(Object.entries(refused).filter(([, values]) => values.length > 0)).toEqual([]);
});

it('has days in its examples that lie ahead, as the platform refuses those of the past', () => {
  const today = new Date().toISOString().slice(0, 10);
  expect(USABLE.startDate > today, 'sample-story.ts needs later days').toBe(true);
  expect(USABLE.endDate > USABLE.startDate).toBe(true);
});

it('has a sample for every content that has fields, and for no other', () => {
  const names = contents.filter(([name]) => Object.keys(schemas[name]?.properties ?? {}).length > 0);
  const written = Object.keys(clearSamples);
  expect(names.map(([name]) => name).filter((name) => !written.includes(name))).toEqual(['CardBinRequest']);
  expect(written.filter((name) => !(name in schemas))).toEqual([]);
});

describe.each(Object.entries(catalogue))('%s', (name, entry: Operation) => {
  const post = postOf(document.paths, entry.path);
  const codes = possibleErrorCodes(entry);

  it('is named, grouped and described', () => {
    expect(post).toMatchObject({ operationId: name, summary: entry.title });
    expect(post.description).toContain(entry.summary);
    expect(Object.keys(clearTags)).toContain(post.tags[0]);
  });

  it('names each of its refusals, with what to do', () => {
    const refusal = JSON.stringify(post.responses['422']);
    for (const code of codes) {
      expect(post.description).toContain(`[${code}](docs/errors.md#error-${code})`);
      expect(refusal).toContain(`[${code}](docs/errors.md#error-${code}) ${errorCodes[code]}. `);
      expect(refusal).toContain(`"summary":"${code} ${errorCodes[code]}"`);
    }
    expect(refusal).toContain(`"enum":${JSON.stringify(codes)}`);
  });
});

describe.each(Object.keys(notifications))('%s', (type) => {
  it('says by what a receiver deduplicates', () => {
    const { description } = postOf(document.webhooks, type);
    expect(description).toContain('`webhook-id`');
    const fields = Object.entries(deduplicationFields).find(([one]) => one === type)?.[1] ?? [];
    for (const field of fields) expect(description).toContain(`\`${field}\``);
  });
});

it('links as its reader’s page needs it', () => {
  const text = JSON.stringify(clearDocument((page, anchor) => `/x/${page}#${anchor ?? ''}`));
  expect(text).toContain('](/x/errors#error-110001)');
  expect(text).not.toContain('docs/');
});
