import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { pageCards } from '../../../../../shared/domain/issuing/cards/card-pages.ts';
import { wireCardStatus } from '../../../../../shared/domain/issuing/cards/wire-card.ts';
import type { Card } from '../../../../../shared/domain/issuing/model/card.ts';
import { cardholderOf } from '../../../../../shared/domain/issuing/model/cardholder.ts';
import { formatDateTime, parseDateTime } from '../../../../../shared/wire/contract/time.ts';
import { reportedHolder } from '../../../../support/fixtures/cardholder-steps.ts';
import { addCard, type CardTraits } from '../../../../support/fixtures/listing-fixtures.ts';
import { withOrderedPeriod } from '../../../../support/fixtures/ordered-periods.ts';
import { openTestPlatform, START, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';

const ZONE = '+08:00';
const GROUPS = ['1150000000000001', '1150000000000002', '1150000000000003'];
const HOLDERS = ['1150000000000011', '1150000000000012', '1150000000000013'];
const at = (seconds: number) => formatDateTime(START + seconds * 1_000, ZONE);

let fixture: TestPlatform;
let call: MerchantCall;
let otherCall: MerchantCall;
let merchants = 10;
/** Every card of the merchant, newest first. */
const cards: Card[] = [];

interface Criteria {
  readonly cardType?: 1 | 2;
  readonly groupId?: string;
  readonly cardUserId?: string;
  readonly status?: '0' | '1' | '2' | '3';
  readonly beginTime?: string;
  readonly endTime?: string;
}

const traits: fc.Arbitrary<CardTraits> = fc.record({
  cardType: fc.constantFrom(1, 2),
  status: fc.constantFrom('closed', 'active', 'frozen', 'closing', 'awaiting-activation'),
  groupId: fc.constantFrom(undefined, ...GROUPS.slice(0, 2)),
  cardUserId: fc.constantFrom(undefined, ...HOLDERS.slice(0, 2)),
});

const criteria = fc
  .record(
    {
      cardType: fc.constantFrom(1, 2),
      groupId: fc.constantFrom(...GROUPS),
      cardUserId: fc.constantFrom(...HOLDERS),
      status: fc.constantFrom('0', '1', '2', '3'),
      beginTime: fc.integer({ min: -2, max: 26 }).map(at),
      endTime: fc.integer({ min: -2, max: 26 }).map(at),
    },
    { requiredKeys: [] },
  )
  .map((wanted) => withOrderedPeriod(wanted as Criteria));

/** Whether a query finds the card, in the simplest implementation. */
const fits = (card: Card, wanted: Criteria): boolean =>
  (wanted.cardType === undefined || card.cardType === wanted.cardType) &&
  (wanted.groupId === undefined || card.groupId === wanted.groupId) &&
  (wanted.cardUserId === undefined || card.cardUserId === wanted.cardUserId) &&
  (wanted.status === undefined || wireCardStatus[card.status].code === wanted.status) &&
  (wanted.beginTime === undefined || card.createdAt >= parseDateTime(wanted.beginTime, ZONE)) &&
  (wanted.endTime === undefined || card.createdAt < parseDateTime(wanted.endTime, ZONE) + 1_000);

const idsOf = (list: readonly { cardId: string }[]) => list.map(({ cardId }) => cardId);
const pageOf = (wanted: object, currentPage: number, pageSize: number, by = call) =>
  pageCards({ ...wanted, currentPage, pageSize }, by);

beforeAll(async () => {
  fixture = await openTestPlatform();
  call = fixture.call(await fixture.merchant('1', 1n));
  otherCall = fixture.call(await fixture.merchant('2', 1n));
  const { store } = fixture.deps;
  // Several cards in one second, seconds without any, and clocks that are late.
  const clock = (index: number) => START + Math.floor(index / 4) * 1_500 - (index % 3) * 700;
  for (const [index, some] of fc.sample(traits, { numRuns: 60, seed: 7 }).entries())
    cards.unshift(await addCard(store, '1', clock(index), some));
  await addCard(store, '2', START, {
    cardType: 2,
    status: 'active',
    groupId: GROUPS[2],
    cardUserId: HOLDERS[2],
  });
});

describe('pages of cards', () => {
  it('of any size contain each card that meets the criteria once, newest first', async () => {
    await fc.assert(
      fc.asyncProperty(criteria, fc.integer({ min: 1, max: 50 }), async (wanted, pageSize) => {
        const expected = idsOf(cards.filter((card) => fits(card, wanted)));
        const totalPages = Math.ceil(expected.length / pageSize);
        // Every page if there are few; otherwise the first, the last two and the one after them.
        const request = new Set([1, 2, 3, totalPages - 1, totalPages, totalPages + 1]);
        for (const currentPage of [...request].filter((page) => page >= 1)) {
          const start = (currentPage - 1) * pageSize;
          const { list, ...counts } = await pageOf(wanted, currentPage, pageSize);
          expect(idsOf(list)).toEqual(expected.slice(start, start + pageSize));
          expect(counts).toEqual({ totalCount: expected.length, currentPage, pageSize, totalPages });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('show each card with its own cardholder, and a card without one with none', async () => {
    const own = fixture.call(await fixture.merchant('4', 1n));
    const holders = [await reportedHolder(own), undefined, await reportedHolder(own)];
    for (const cardUserId of holders)
      await addCard(fixture.deps.store, '4', START, { cardType: 1, status: 'active', cardUserId });
    const { list } = await pageOf({}, 1, 10, own);
    const emails = list.map(({ cardUserInfo }) => cardUserInfo?.email);
    const expected = holders.map(async (cardUserId) => {
      if (cardUserId === undefined) return undefined;
      return (await cardholderOf(fixture.deps.store, '4', cardUserId)).email;
    });
    expect(emails).toEqual((await Promise.all(expected)).toReversed());
    expect(new Set(emails).size).toBe(3);
    expect(list[0]).toHaveProperty('billAddressInfo');
    expect(list[1]).not.toHaveProperty('billAddressInfo');
  });

  it('are empty for another merchant that names the groups and cardholders', async () => {
    for (const wanted of [
      { groupId: GROUPS[0] },
      { cardUserId: HOLDERS[0] },
      { groupId: GROUPS[1], cardType: 2 },
    ])
      expect(await pageOf(wanted, 1, 10, otherCall)).toMatchObject({ totalCount: 0, list: [] });
    expect(await pageOf({ groupId: GROUPS[2] }, 1, 10, otherCall)).toMatchObject({ totalCount: 1 });
    expect(await pageOf({ groupId: GROUPS[2] }, 1, 10)).toMatchObject({ totalCount: 0 });
  });

  it('are empty for a merchant without cards', async () => {
    const withoutCards = fixture.call(await fixture.merchant('3', 1n));
    for (const wanted of [{}, { beginTime: at(0) }, { endTime: at(0) }, { status: '1' }])
      expect(await pageOf(wanted, 1, 10, withoutCards)).toMatchObject({
        totalCount: 0,
        totalPages: 0,
        list: [],
      });
  });
});

describe('while cards are added', () => {
  /** Walks the pages with `added` new cards before each page but the first, and returns what was on them. */
  async function walk(
    wanted: object,
    given: readonly CardTraits[],
    added: readonly CardTraits[][],
    pageSize: number,
  ) {
    merchants += 1;
    const userNo = String(merchants);
    const own = { ...call, merchant: { ...call.merchant, userNo } };
    const { store } = fixture.deps;
    const first: Card[] = [];
    for (const some of given) first.unshift(await addCard(store, userNo, START, some));
    const seen: string[][] = [];
    for (let page = 1, totalPages = 1; page <= totalPages; page += 1) {
      for (const some of page === 1 ? [] : (added[page - 2] ?? []))
        await addCard(store, userNo, START + 1_000, some);
      const answer = await pageOf(wanted, page, pageSize, own);
      seen.push(idsOf(answer.list));
      ({ totalPages } = answer);
    }
    return { seen: seen.flat(), first: idsOf(first.filter((card) => fits(card, wanted))) };
  }

  const given = fc.array(traits, { minLength: 1, maxLength: 12 });
  const added = fc.array(fc.array(traits, { maxLength: 3 }), { maxLength: 4 });
  const wanted = fc.constantFrom<Criteria>(
    {},
    { cardType: 1 },
    { status: '1' },
    { groupId: GROUPS[0] as string },
  );
  const pageSize = fc.integer({ min: 1, max: 5 });

  it('pages up to a past time never shift', async () => {
    await fc.assert(
      fc.asyncProperty(wanted, given, added, pageSize, async (criterion, cardsBefore, cardsAfter, size) => {
        const { seen, first } = await walk({ ...criterion, endTime: at(0) }, cardsBefore, cardsAfter, size);
        expect(seen).toEqual(first);
      }),
      { numRuns: 6 },
    );
  });

  it('other pages skip no card that existed before, and repeat one on the next page at most', async () => {
    await fc.assert(
      fc.asyncProperty(wanted, given, added, pageSize, async (criterion, cardsBefore, cardsAfter, size) => {
        const { seen, first } = await walk(criterion, cardsBefore, cardsAfter, size);
        const old = new Set(first);
        expect([...new Set(seen.filter((cardId) => old.has(cardId)))]).toEqual(first);
      }),
      { numRuns: 6 },
    );
  });
});
