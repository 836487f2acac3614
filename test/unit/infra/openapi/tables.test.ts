import { describe, expect, it } from 'vitest';
import { fieldTables } from '../../../../infra/openapi/field-tables.ts';
import { sealedOperations } from '../../../../infra/openapi/operations.ts';
import { MarkerMissing, referenceTables as tables, withTables } from '../../../../infra/openapi/tables.ts';
import { notifications } from '../../../../shared/wire/contract/notifications.ts';

const markers = (name: string) => `<!-- generated: ${name} -->\nYESTERDAY\n<!-- /generated -->\n`;
const all = Object.keys(tables).map(markers).join('between\n');

it('tables are written between their markers, and the rest is unchanged', () => {
  const once = withTables(`before\n${all}after\n`, tables);
  expect(once).toMatch(/^before\n<!-- generated: operations -->\n\n\| operation \|/);
  expect(once.match(/^between$/gm)).toHaveLength(Object.keys(tables).length - 1);
  expect(once.endsWith('<!-- /generated -->\nafter\n')).toBe(true);
  expect(once).not.toContain('YESTERDAY');
  expect(withTables(once, tables)).toBe(once);
});

it.each([
  ['a table without markers', all.replace('generated: operations', 'operations'), 'operations'],
  ['markers without a table', `${all}${markers('prices')}`, 'prices'],
])('%s is refused by name', (_, text, name) => {
  expect(() => withTables(text, tables)).toThrow(MarkerMissing);
  expect(() => withTables(text, tables)).toThrow(name);
});

describe('the fields', () => {
  const text = Object.values(fieldTables)
    .map((write) => write())
    .join('\n');

  it('include every operation and notification', () => {
    for (const { title } of Object.values(sealedOperations)) expect(text).toContain(`### ${title}\n`);
    for (const type of Object.keys(notifications)) expect(text).toContain(`### ${type}\n`);
  });

  it('have their type, and whether they are required', () => {
    expect(text).toMatch(/^\| `localCurrency` \| string \| {2}\| The currency of the card/m);
    expect(text).toMatch(/^\| `channelType` \| [a-z ]+ \| default `1` \| 1 a regular card/m);
    expect(text).toMatch(/^\| `cardInfo\.cardNo` \| string \| {2}\| /m);
    expect(text).toMatch(/^\| `list\[\]\.frozenBalance` \| number \| {2}\| /m);
  });
});
