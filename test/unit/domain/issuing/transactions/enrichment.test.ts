import { describe, expect, it } from 'vitest';
import { type Transaction, transactionWith } from '../../../../../shared/domain/issuing/model/transaction.ts';
import type { TransactionContent } from '../../../../../shared/domain/issuing/model/transaction-event.ts';
import { enrichmentWrites } from '../../../../../shared/domain/issuing/transactions/enrichment.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf } from './transaction-replay-fixture.ts';

const first = eventOf(transaction(CARD.cardId, { merchantName: 'AMZN' }));
const repeat = (changes: Partial<TransactionContent>) => ({
  ...first,
  content: { ...first.content, ...changes },
});
const record: Transaction = transactionWith(undefined, first, {
  card: CARD,
  booked: { held: 4_000n, spent: 0n },
  now: 0,
  recordNo: first.recordNo,
});

/** Returns the stored fields that change after a repeat with these texts. */
function richerFields(known: TransactionContent, repeated: TransactionContent): Partial<TransactionContent> {
  const [write] = enrichmentWrites({ ...record, unsettled: known }, { ...first, content: repeated });
  const stored = write?.kind === 'update' ? (write.set?.['unsettled'] as TransactionContent) : known;
  const changed = Object.entries(stored).filter(
    ([field, value]) => known[field as keyof TransactionContent] !== value,
  );
  return Object.fromEntries(changed);
}

describe('a duplicate completes', () => {
  it.each<[string, Partial<TransactionContent>, Partial<TransactionContent>, Partial<TransactionContent>]>([
    ['a missing text', {}, { approvalCode: 'A1B2C3' }, { approvalCode: 'A1B2C3' }],
    [
      'an empty text',
      { merchantCategoryCode: '' },
      { merchantCategoryCode: '5942' },
      { merchantCategoryCode: '5942' },
    ],
    ['a shorter text', { merchantName: 'AMZN' }, { merchantName: 'Amazon' }, { merchantName: 'Amazon' }],
    [
      'an unknown name, even by a shorter one',
      { merchantName: 'unknown' },
      { merchantName: 'Eve' },
      { merchantName: 'Eve' },
    ],
    ['no name by "unknown"', { merchantName: 'Eve' }, { merchantName: 'unknown' }, {}],
    ['no text by a shorter one', { merchantName: 'Amazon' }, { merchantName: 'AMZN' }, {}],
    ['no text by another of the same length', { approvalCode: 'A1B2C3' }, { approvalCode: 'Z9Y8X7' }, {}],
    ['no text by an empty one', { settleTime: '2026-03-02 00:00:00' }, { settleTime: '' }, {}],
    ['no text by a missing one', { crossBoardType: '1' }, {}, {}],
    ['nothing where neither has a text', {}, {}, {}],
    ['no amount', { settleAmount: 1 }, { settleAmount: 1_000 }, {}],
  ])('%s', (_, known, repeated, richer) => {
    const { merchantName: __, ...others } = first.content;
    const withTexts = (changes: object) => ({ ...others, ...changes }) as TransactionContent;
    expect(richerFields(withTexts(known), withTexts(repeated))).toEqual(richer);
  });

  it('each of the informational texts', () => {
    const bare = { ...first.content, merchantName: 'unknown', transCurrency: '', respCodeDesc: '' };
    const texts = {
      merchantName: 'Amazon',
      merchantCategoryCode: '5942',
      transCurrency: 'EUR',
      approvalCode: 'A1B2C3',
      crossBoardType: '1',
      settleTime: '2026-03-02 00:00:00',
      respCodeDesc: 'success',
    } as const;
    expect(richerFields(bare, { ...bare, ...texts })).toEqual(texts);
  });
});

describe('a more complete duplicate', () => {
  it('replaces the texts of the event, and nothing else', () => {
    expect(enrichmentWrites(record, repeat({ merchantName: 'Amazon', localCurrencyAmt: 7 }))).toEqual([
      {
        kind: 'update',
        table: 'transactions',
        key: { pk: `record/${first.recordNo}` },
        set: { unsettled: { ...first.content, merchantName: 'Amazon' } },
      },
    ]);
  });

  it('writes nothing where it is not more complete', () => {
    expect(enrichmentWrites(record, repeat({}))).toEqual([]);
  });

  it('writes nothing where the event is not recorded', () => {
    expect(enrichmentWrites(undefined, repeat({ merchantName: 'Amazon' }))).toEqual([]);
    const settled = eventOf(transaction(CARD.cardId, { transCategory: 2, merchantName: 'Amazon' }));
    expect(enrichmentWrites(record, settled)).toEqual([]);
  });
});
