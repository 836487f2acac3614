import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const shared = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared');

it('only the function that raises the alarm can overdraw a balance', () => {
  const files = readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const users = files.filter((name) =>
    /\boverdraftEntryWrites\b|\boverdraws: /.test(readFileSync(join(shared, name), 'utf8')),
  );
  expect(users.toSorted()).toEqual([
    'domain/money/accounts/forced-postings.ts',
    'domain/money/ledger/entry.ts',
  ]);
});
