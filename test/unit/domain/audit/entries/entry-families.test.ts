import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENTRY_FAMILIES } from '../../../../../shared/domain/audit/entries/entry-families.ts';
import { entryDetailsOf } from '../../../../../shared/domain/money/ledger/entry-details.ts';

/** Texts that look like causes in files that book entries, and their meaning. */
const NO_CAUSES: Readonly<Record<string, string>> = {
  'entry/1': 'the key of an entry, which has its cause in it',
  'payment/1': "the sort key of a payment's record",
};

/** Calls that book entries. */
const BOOKS =
  /\b(entryWrites|forcedEntryWrites|conversionWrites|postOnce|bookOnce|executeAct|eventEntryOf)\(/;
const TEMPLATE = /`([a-z-]+\/\$\{[^`]+)`/g;

/** The causes in the domain's code, with 1 for each id, and their files. */
const causes = globSync('shared/**/*.ts')
  .map((file) => [file, readFileSync(file, 'utf8')] as const)
  .filter(([file, text]) => BOOKS.test(text) && !file.startsWith('shared/domain/audit/'))
  .flatMap(([file, text]) =>
    [...text.matchAll(TEMPLATE)].map(([, template = '']) => [
      // A subject is an issuer and a number.
      template.replaceAll(/\$\{factId\}/g, '1/1').replaceAll(/\$\{[^}]*\}/g, '1'),
      file,
    ]),
  )
  .filter(([cause = '']) => !(cause in NO_CAUSES));

describe('the causes of entries', () => {
  it('are found in the sources of the domain', () => {
    expect(causes.map(([cause]) => cause)).toEqual(
      expect.arrayContaining([
        'order/1/accepted',
        'transaction/1/1',
        'exchange/1',
        'deposit/1',
        'rebalance/1/1',
      ]),
    );
  });

  it.each(causes)('%s (%s) belongs to one family of the audit', (cause = '') => {
    expect(ENTRY_FAMILIES.filter((family) => family.causes.test(cause)).map(({ name }) => name)).toHaveLength(
      1,
    );
  });

  it.each(causes)(
    '%s (%s) has a kind on statements: shared/domain/money/ledger/entry-details.ts',
    (cause = '') => {
      // The cause of an order's entry does not show its kind: only the order does.
      expect(entryDetailsOf({ cause }).kind === 'other').toBe(cause.startsWith('order/'));
    },
  );

  it.each(ENTRY_FAMILIES.map(({ name, causes: ofFamily }) => [name, ofFamily] as const))(
    'of %s exist in the domain',
    (_, ofFamily) => expect(causes.filter(([cause = '']) => ofFamily.test(cause))).not.toEqual([]),
  );
});
