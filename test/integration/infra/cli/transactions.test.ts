import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { transactionsCommand } from '../../../../infra/cli/transactions.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { expireHolds, NothingHeld } from '../../../../shared/domain/issuing/transactions/expire-holds.ts';
import { inquireTransactions } from '../../../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import type { Write } from '../../../../shared/runtime/store/write.ts';
import { NothingFound } from '../../../../shared/wire/errors.ts';
import { openTwoPlatforms } from '../../../support/clouds/two-platforms.ts';
import { opening } from '../../../support/fixtures/card-steps.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import {
  type CardNetwork,
  openCardNetwork,
} from '../../domain/issuing/transactions/authorize/network-fixture.ts';
import {
  openTransactionFixture,
  type TransactionFixture,
} from '../../domain/issuing/transactions/transaction-fixture.ts';

let fixture: TransactionFixture;
let network: CardNetwork;
beforeAll(async () => {
  fixture = await openTransactionFixture();
  network = openCardNetwork(fixture);
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const run = (...args: string[]) => transactionsCommand(args, fixture.operator);

describe('npm run transactions', () => {
  it('shows the declining check and its facts; the merchant sees the response code alone', async () => {
    const cardId = await fixture.card();
    await network.authorize(cardId, { transCurrencyAmt: '70' });
    const { recordNo } = await network.authorize(cardId, { transCurrencyAmt: '40' });
    const sheet = await run('show', recordNo);
    for (const line of [
      /declined by +funds/,
      /requested +40\.00 USD/,
      /available +30\.00 USD/,
      /used +70\.00 USD/,
    ])
      expect(sheet).toMatch(line);
    expect(await run('card', cardId)).toMatch(new RegExp(`${recordNo} .* 200002 +40 USD +- +funds +-`));
    const [received] = await fixture.notificationsOf(recordNo);
    const request = { recordNo, timeType: 0, currentPage: 1, pageSize: 10 } as const;
    const { list } = await inquireTransactions(request, fixture.own);
    expect(list).toEqual([received]);
    expect(JSON.stringify(received)).not.toMatch(/funds"|available|"used|check|decline/);
  });

  it('shows the authorization of a transaction, from any of its transactions', async () => {
    const cardId = await fixture.card();
    const { recordNo: root } = await network.authorize(cardId);
    const { recordNo } = await network.authorize(cardId, { originRecordNo: root, transCurrencyAmt: '5' });
    for (const number of [root, recordNo]) {
      const sheet = await run('show', number);
      for (const line of [
        new RegExp(`authorization +${root}, open`),
        /authorized +25\.00 USD/,
        /held now +25\.00 USD/,
      ])
        expect(sheet).toMatch(line);
    }
  });

  it('releases a hold once, with a stored reason, and notifies it as a reversal', async () => {
    const cardId = await fixture.card();
    const { recordNo } = await network.authorize(cardId);
    expect(await run('release', recordNo, '--reason', 'the shop is gone')).toBe(
      `20.00 USD of transaction ${recordNo} are available again`,
    );
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    await expect(run('release', recordNo, '--reason', 'again')).rejects.toThrow(NothingHeld);
    const request = { cardId, transType: '2', timeType: 0, currentPage: 1, pageSize: 10 } as const;
    const { list } = await inquireTransactions(request, fixture.own);
    expect(list).toMatchObject([
      {
        originRecordNo: recordNo,
        merchantName: 'Released authorization',
        settleAmount: 20,
        respCodeDesc: 'authorization released',
      },
    ]);
    const released = await run('show', list[0]?.recordNo ?? '');
    expect(released).toMatch(/reported by +this platform/);
    expect(released).toMatch(/released +the shop is gone/);
    expect(released).toMatch(/held now +0\.00 USD/);
    expect(await run('show', recordNo)).toMatch(/hold ended/);
    await fixture.apply({ ...(await fixture.sendTransaction(cardId, { transType: '7', transCategory: 2 })) });
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
  });

  it('shows how long a hold lasts, and why its release failed', async () => {
    const cardId = await fixture.card();
    const { recordNo } = await network.authorize(cardId);
    expect(await run('show', recordNo)).toMatch(/held until +2026-03-11 10:00:00/);
    fixture.moveClock(fixture.deps.holdMs);
    const write = async (writes: readonly Write[]) => {
      if (!writes.some(({ table }) => table === 'ledger')) return fixture.deps.store.write(writes);
      throw new Error('no line\nfor now');
    };
    const store = { ...interruptedStore(fixture.deps.store, async () => undefined), write };
    const tries: [string, string][] = [
      ['once', '2026-03-11 10:01:00'],
      ['2 times', '2026-03-11 10:03:00'],
    ];
    for (const [tried, next] of tries) {
      await expireHolds({ ...fixture.deps, store });
      const sheet = await run('show', recordNo);
      expect(sheet).toMatch(new RegExp(`release failed +Error: no line\\\\nfor now; tried ${tried}$`, 'm'));
      expect(sheet).toMatch(new RegExp(`tried again +${next}$`, 'm'));
      expect(sheet).not.toContain('held until');
      fixture.moveClock(60_000);
    }
    fixture.moveClock(60_000);
    await expireHolds(fixture.deps);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(await run('show', recordNo)).not.toMatch(/release failed|tried again|held until/);
  });

  it('refuses to release a transaction without a hold, and an unknown one', async () => {
    const cardId = await fixture.card();
    const settled = await fixture.sendTransaction(cardId, { transType: '7', transCategory: 2 });
    await expect(run('release', settled.recordNo, '--reason', 'no')).rejects.toThrow(NothingHeld);
    await expect(run('release', '1150000000000009', '--reason', 'no')).rejects.toThrow(NothingFound);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
  });

  it('refuses to release a hold of an external issuer', async () => {
    const platforms = await openTwoPlatforms();
    const { orderId: cardId } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call);
    await platforms.settle(cardId);
    const [issuerCardId = ''] = (await platforms.issuer.snapshot()).cards.keys();
    const { recordNo } = await openCardNetwork(platforms.issuer).authorize(issuerCardId);
    expect(await platforms.deliverAll()).toEqual(['SUCCESS']);
    const { operator, snapshot } = platforms.reseller;
    const before = await snapshot();
    const release = ['release', recordNo, '--reason', 'the shop is gone'];
    await expect(transactionsCommand(release, operator)).rejects.toThrow(NothingHeld);
    expect(await transactionsCommand(['show', recordNo], operator)).toMatch(/held now +20\.00 USD/);
    expect(await snapshot()).toEqual(before);
    expect(await platforms.differences()).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['no command', []],
    ['an unknown command', ['hide', '1']],
    ['no number', ['show']],
    ['no card', ['card']],
    ['too many arguments', ['show', '1', '2']],
    ['no reason', ['release', '1']],
    ['a reason without its option', ['release', '1', 'gone']],
    ['a long reason', ['release', '1', '--reason', 'x'.repeat(201)]],
    ['a reason of two lines', ['release', '1', '--reason', 'the shop\nis gone']],
    ['an unknown transaction', ['show', '1150000000000009']],
  ])('refuses %s', async (_, args) => {
    await expect(run(...args)).rejects.toThrow(CommandError);
  });

  it('reports a card without transactions', async () => {
    expect(await run('card', '1150000000000009')).toBe('card 1150000000000009 has no transactions');
  });
});
