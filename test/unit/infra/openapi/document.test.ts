import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openApiDocument, openApiText } from '../../../../infra/openapi/document.ts';
import { SEALED_EXAMPLE } from '../../../../infra/openapi/envelope.ts';
import { generatedFiles } from '../../../../infra/openapi/generate.ts';
import { pascalCase } from '../../../../infra/openapi/names.ts';
import { sealedOperations } from '../../../../infra/openapi/operations.ts';
import { SAMPLE_VALUES } from '../../../../infra/openapi/sample-contents.ts';
import { jsonSchema } from '../../../../infra/openapi/schemas.ts';
import { attemptHeaders } from '../../../../shared/domain/delivery/attempt-headers.ts';
import { openContent } from '../../../../shared/wire/codec/content.ts';
import { generateRsaKeyPair, importPrivateKey, importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { text } from '../../../../shared/wire/contract/fields/fields.ts';
import type { JsonSchema } from '../../../../shared/wire/contract/fields/wire-field.ts';
import { notifications } from '../../../../shared/wire/contract/notifications.ts';
import { routes } from '../../../../shared/wire/contract/routes.ts';
import { webhooks } from '../../../../shared/wire/contract/webhooks.ts';
import { errorCodes } from '../../../../shared/wire/errors.ts';
import { signRequest } from '../../../../shared/wire/signatures/signed-request.ts';
import { lint } from '../../../support/linter.ts';

const project = join(import.meta.dirname, '..', '..', '..', '..');
const document = openApiDocument();
const schemas = document.components.schemas;

describe.each(Object.entries(generatedFiles()))('%s', (path, generated) => {
  it('is up to date; npm run reference writes it', () => {
    expect(readFileSync(join(project, path), 'utf8')).toBe(generated);
  });
});

it('the document passes the public linter', async () => {
  expect(await lint(openApiText())).toEqual([]);
});

it('the linter finds an error', async () => {
  const broken = openApiText().replace('operationId: cardInfo', 'operationId: cardPage');
  expect(await lint(broken)).toEqual([expect.stringMatching(/^operation-operationId-unique/)]);
});

describe('the headers', () => {
  const parameters: Readonly<Record<string, { readonly name: string; readonly in: string }>> =
    document.components.parameters;
  const namesOf = (post: object) =>
    (post as { parameters: readonly { $ref: string }[] }).parameters.map(
      ({ $ref }) => parameters[$ref.replace('#/components/parameters/', '')]?.name,
    );
  const posts = (of: object) => Object.values(of as Record<string, { post: object }>).map(({ post }) => post);

  it('of every request include a signature', async () => {
    const key = importPrivateKey((await generateRsaKeyPair(1024)).privateKey);
    const signed = signRequest(
      { method: 'POST', path: '/', body: '' },
      { keyId: '7', key },
      { now: 0, nonce: 'a nonce of the test' },
    );
    for (const post of posts(document.paths)) expect(namesOf(post)).toEqual(Object.keys(signed));
  });

  it('of every notification are those of an attempt', () => {
    const sent = Object.keys(attemptHeaders('1', 1, 0));
    for (const post of posts(document.webhooks)) expect(namesOf(post)).toEqual(expect.arrayContaining(sent));
  });
});

/** Returns every field of a schema by its path, including those of nested lists and objects. */
function fieldsOf(form: JsonSchema, path: string): [string, JsonSchema][] {
  const rows = form.items === undefined ? [] : fieldsOf(form.items as JsonSchema, `${path}[]`);
  const own = Object.entries(form.properties ?? {}) as [string, JsonSchema][];
  return [
    ...rows,
    ...own.flatMap(([name, field]): [string, JsonSchema][] => [
      [`${path}.${name}`, field],
      ...fieldsOf(field, `${path}.${name}`),
    ]),
  ];
}

it('every field of every request, result and notification has a description', () => {
  const fields = Object.entries(schemas).flatMap(([name, form]) => fieldsOf(form, name));
  expect(fields.length).toBeGreaterThan(300);
  const contents = fields.filter(([path]) => !/^(\w+)Envelope\./.test(path));
  expect(contents.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
});

it('every sample value belongs to an existing field', () => {
  const names = Object.entries(schemas).flatMap(([name, form]) =>
    fieldsOf(form, name).map(([path]) => path.replace(/^.*\./, '')),
  );
  expect(Object.keys(SAMPLE_VALUES).filter((name) => !names.includes(name))).toEqual([]);
});

describe.each(Object.entries(sealedOperations))('%s', (name, entry) => {
  const path = (document.paths[entry.path] as { post: Record<string, unknown> }).post;
  const title = pascalCase(name);

  it('is described with its contents in clear, its async flag and its codes', () => {
    expect(path).toMatchObject({ operationId: name, summary: entry.title });
    const received = JSON.stringify(path);
    expect(received).toContain(`#/components/schemas/${title}Request`);
    expect(received).toContain(`#/components/schemas/${title}Result`);
    expect(received).toContain(`"async":{"const":${entry.async}}`);
    for (const code of entry.refusals) expect(received).toContain(`- \`${code}\` ${errorCodes[code]}`);
  });

  it('has a valid example request', () => {
    const [example] = schemas[`${title}Request`]?.examples ?? [];
    expect(z.safeParse(entry.request, example).error).toBeUndefined();
  });

  it('requires the same fields as its schema', () => {
    const missing = z.safeParse(entry.request, {}).error?.issues.map((issue) => issue.path.join('.')) ?? [];
    expect([...(schemas[`${title}Request`]?.required ?? [])].sort()).toEqual([...missing].sort());
  });
});

it('has every route, and no other', () => {
  expect(Object.keys(document.paths).sort()).toEqual(routes.map(({ path }) => path).sort());
});

it('every notification is a webhook that merchants answer', () => {
  expect(Object.keys(document.webhooks)).toEqual(Object.keys(notifications));
});

it('every webhook type has its content and its answers', () => {
  for (const { path, type } of Object.values(webhooks)) {
    const { post } = document.paths[path] as { post: { requestBody: object; responses: object } };
    expect(JSON.stringify(post.requestBody)).toContain(`#/components/schemas/${pascalCase(type)}Received`);
    expect(Object.keys(post.responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '429',
      '500',
      '503',
    ]);
    const [example] = schemas[`${pascalCase(type)}Received`]?.examples ?? [];
    expect(z.safeParse(notifications[type].inbound, example).error).toBeUndefined();
  }
});

it('every error code has a description', () => {
  expect(schemas['ErrorCode']?.oneOf).toEqual(
    Object.entries(errorCodes).map(([code, meaning]) => ({ const: code, description: meaning })),
  );
});

it('the sealed example opens to {}', () => {
  const vectors = JSON.parse(readFileSync(join(project, 'test', 'vectors', 'rsa-envelope.json'), 'utf8'));
  expect(openContent(SEALED_EXAMPLE, importPublicKey(vectors[0].publicKeySpki))).toEqual({});
});

it('a field without a JSON form is an error', () => {
  const field = z.custom<string>((value) => value === 'x');
  expect(() => jsonSchema(z.object({ field, other: text(1) }), 'input', {})).toThrow(/JSON Schema/);
});
