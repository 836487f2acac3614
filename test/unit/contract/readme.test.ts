import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from '../../../shared/contract/catalogue.ts';

it('the README lists every operation of the catalogue, and no other', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', '..', 'README.md'), 'utf8');
  const rows = readme.split('\n').filter((line) => line.includes('`/openapi/'));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(2, 5)
      .map((cell) => cell.trim()),
  );
  const expected = Object.values(catalogue).map((operation) => [
    `\`${operation.path}\``,
    operation.async ? 'yes' : 'no',
    `\`${operation.function}\``,
  ]);
  expect(cells.sort()).toEqual(expected.sort());
});
