import { describe, expect, it } from 'vitest';
import {
  absent,
  absentOrAtMost,
  atMost,
  equals,
  oneOf,
  type Write,
} from '../../../../shared/runtime/store/write.ts';
import { formOf } from '../../../support/requests/form.ts';

const update = (changes: object): Write => ({
  kind: 'update',
  table: 'cards',
  key: { pk: 'card/1' },
  ...changes,
});
const formOfWrites = (...writes: Write[]) => formOf({ kind: 'write', writes });

describe('the form of a request', () => {
  it('does not depend on keys, values or the order of attributes', () => {
    const one = update({
      set: { alias: 'a', status: 'frozen' },
      when: [equals('version', 1), absent('closed')],
    });
    const other = update({
      set: { status: 'active', alias: '' },
      when: [absent('closed'), equals('version', 7)],
    });
    expect(formOfWrites(one)).toBe(
      'update cards set alias, status when closed absent, version equals a number',
    );
    expect(formOfWrites({ ...other, key: { pk: 'card/2' } } as Write)).toBe(formOfWrites(one));
  });

  it('does not depend on the number of equal writes or their order', () => {
    const [put, add] = [
      { kind: 'put', table: 'ledger', item: { pk: 'entry/1', sk: 'entry' } } as const,
      update({ add: { slot12: 1 }, remove: ['slot3'] }),
    ];
    expect(formOfWrites(put, add)).toBe('put ledger + update cards add slot# remove slot#');
    expect(formOfWrites(add, put, put)).toBe(formOfWrites(put, add));
  });

  it.each<[string, Write]>([
    ['another attribute', update({ set: { name: 'a' } })],
    ['another change', update({ remove: ['alias'] })],
    ['a condition', update({ set: { alias: 'a' }, when: [oneOf('alias', ['b'])] })],
    ['another table', { ...update({ set: { alias: 'a' } }), table: 'orders' }],
    ['a further change', update({ set: { alias: 'a' }, add: { uses: 1 } })],
  ])('differs with %s', (_, write) => {
    expect(formOfWrites(write)).not.toBe(formOfWrites(update({ set: { alias: 'a' } })));
  });

  it('differs between conditions that compare differently', () => {
    const forms = [equals('a', 1), equals('a', '1'), atMost('a', 1n), absentOrAtMost('a', 1n), absent('a')];
    expect(new Set(forms.map((condition) => formOfWrites(update({ when: [condition] })))).size).toBe(5);
  });

  it('of a query has its index, its bounds and its conditions', () => {
    const query = { table: 'cards', index: 'byMerchant', partition: '1' } as const;
    expect(formOf({ kind: 'query', query })).toBe('query cards.byMerchant');
    expect(
      formOf({
        kind: 'query',
        query: { ...query, from: 1, to: 2, where: [equals('cardType', 1)], newestFirst: true, limit: 9 },
      }),
    ).toBe('query cards.byMerchant from to where cardType equals a number newest first limited');
    expect(formOf({ kind: 'count', query: { table: 'ledger', partition: 'x' } })).toBe('count ledger');
  });
});
