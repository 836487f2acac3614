import { expect, it } from 'vitest';
import { MarkerMissing, tables, withTables } from '../../../../infra/openapi/tables.ts';

const markers = (name: string) => `<!-- generated: ${name} -->\nYESTERDAY\n<!-- /generated -->\n`;
const all = Object.keys(tables).map(markers).join('between\n');

it('tables go between their markers, and the rest stays as it is', () => {
  const once = withTables(`before\n${all}after\n`);
  expect(once).toMatch(/^before\n<!-- generated: operations -->\n\n\| operation \|/);
  expect(once.match(/^between$/gm)).toHaveLength(Object.keys(tables).length - 1);
  expect(once.endsWith('<!-- /generated -->\nafter\n')).toBe(true);
  expect(once).not.toContain('YESTERDAY');
  expect(withTables(once)).toBe(once);
});

it.each([
  ['a table without a place', all.replace('generated: operations', 'operations'), 'operations'],
  ['a place for no table', `${all}${markers('prices')}`, 'prices'],
])('%s is refused by name', (_, text, name) => {
  expect(() => withTables(text)).toThrow(MarkerMissing);
  expect(() => withTables(text)).toThrow(name);
});
