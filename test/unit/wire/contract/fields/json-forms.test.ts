import { beforeAll, describe, expect, it } from 'vitest';
import { sealedOperations } from '../../../../../infra/openapi/operations.ts';
import { type Components, jsonSchema } from '../../../../../infra/openapi/schemas.ts';
import type { JsonSchema } from '../../../../../shared/wire/contract/fields/wire-field.ts';
import { notifications } from '../../../../../shared/wire/contract/notifications.ts';
import { refusedByForm } from '../../../../support/linter.ts';
import { FIELDS, NEVER } from './field-cases.ts';

/** Whether JSON can carry the value. A number that no double represents exactly does not count. */
const isJson = (value: unknown) =>
  value === null ||
  ['string', 'boolean'].includes(typeof value) ||
  Number.isFinite(value) ||
  Array.isArray(value);

/** Returns the schema of a field; of a shared kind, the shared schema. */
function formOf(name: string): JsonSchema {
  const components: Components = {};
  const form = jsonSchema((FIELDS[name] as (typeof FIELDS)[string]).field, 'input', components);
  return Object.values(components)[0] ?? form;
}

it('the samples cover every kind of field that the contract shares', () => {
  const shared: Components = {};
  for (const { request } of Object.values(sealedOperations)) jsonSchema(request, 'input', shared);
  for (const { inbound } of Object.values(notifications)) jsonSchema(inbound, 'input', shared);
  const tried: Components = {};
  for (const { field } of Object.values(FIELDS)) jsonSchema(field, 'input', tried);
  expect(Object.keys(tried)).toEqual(expect.arrayContaining(Object.keys(shared)));
});

describe.each(Object.entries(FIELDS))('the JSON form of %s', (name, { takes, refuses, finer = [] }) => {
  const claimed = [...takes.map(([value]) => value), ...finer];
  const refused = [...refuses, ...NEVER, {}].filter((value) => isJson(value));
  let positions: number[] = [];
  beforeAll(async () => {
    const { it: found = [] } = await refusedByForm({
      it: { form: formOf(name), values: [...claimed, ...refused] },
    });
    positions = found;
  });

  it('accepts what the field accepts, and otherwise only what a form cannot express', () => {
    expect(
      positions.filter((position) => position < claimed.length).map((position) => claimed[position]),
    ).toEqual([]);
  });

  it('refuses what the field refuses', () => {
    const missed = refused.filter((_, index) => !positions.includes(claimed.length + index));
    expect(missed).toEqual([]);
  });
});
