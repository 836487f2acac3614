import { describe, expect, it } from 'vitest';
import { type Item, itemBytes } from '../../bench/cost/item.ts';
import { writeUnits } from '../../bench/cost/write-units.ts';

const order = (changes: Item = {}): Item => ({
  pk: { S: 'order/1' },
  listing: { S: '1000001' },
  orderId: { S: '1' },
  opType: { N: '16' },
  status: { S: 'pending' },
  ...changes,
});
const filler = (bytes: number): Item => ({ filler: { S: 'x'.repeat(bytes) } });

describe('an item’s size', () => {
  it.each<[string, Item, number]>([
    ['names and texts in UTF-8', { pk: { S: 'é' } }, 4],
    ['two digits of a number per byte, and one more', { n: { N: '12345' } }, 5],
    ['insignificant zeros of a number', { n: { N: '100' } }, 3],
    ['three bytes for a list and one for each in it', { l: { L: [{ BOOL: true }, { NULL: true }] } }, 8],
    ['three bytes for a map and one for each in it', { m: { M: { a: { S: 'b' } } } }, 7],
  ])('counts %s', (_, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});

describe('a write', () => {
  it('costs a unit for each started kilobyte of the larger image, twice in a transaction', () => {
    expect(writeUnits('rates', undefined, order(), false).table).toBe(1);
    expect(writeUnits('rates', undefined, order(), true).table).toBe(2);
    expect(writeUnits('rates', order(filler(1_500)), order(), true).table).toBe(4);
    expect(writeUnits('rates', order(), order(filler(2_500)), false).table).toBe(3);
  });

  it('costs one for each index that has an entry of the item, transaction or not', () => {
    expect(writeUnits('orders', undefined, order(), true).indexes).toEqual({ byMerchant: 1 });
    const onCard = order({ cardId: { S: '7' } });
    expect(writeUnits('orders', undefined, onCard, false).indexes).toEqual({ byMerchant: 1, byCard: 1 });
  });

  it('costs none for an index that does not project what changed', () => {
    expect(writeUnits('orders', order(), order({ finishedAt: { N: '5' } }), true).indexes).toEqual({});
    expect(writeUnits('orders', order(), order({ status: { S: 'success' } }), true).indexes).toEqual({
      byMerchant: 1,
    });
  });

  it('costs two where an index entry moves, and one where it is removed', () => {
    const due = (at: string): Item => order({ dueShard: { S: '1' }, dueAt: { N: at } });
    expect(writeUnits('orders', due('1'), due('2'), false).indexes).toEqual({ due: 2 });
    expect(writeUnits('orders', due('1'), order(), true).indexes).toEqual({ due: 1 });
  });
});
