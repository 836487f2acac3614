import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { suspenseCommand } from '../../../../infra/cli/suspense.ts';
import { NothingFound, ParameterInvalid, StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { tradeFee } from '../../../support/fixtures/transactions.ts';
import {
  clearing,
  type InboxFixture,
  openInboxFixture,
  UNKNOWN_CARD_ID,
} from '../../domain/inbox/inbox-fixture.ts';

let fixture: InboxFixture;
beforeEach(async () => {
  fixture = await openInboxFixture();
});
afterEach(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const run = (...args: string[]) => suspenseCommand(args, { ...fixture.operator, deps: fixture.deps });
/** Receives a clearing of an unknown card. Returns its key. */
async function suspended(changes: object = {}): Promise<string> {
  await fixture.receive('card_transaction', clearing(UNKNOWN_CARD_ID, changes));
  return (await fixture.messages())[0]?.messageKey ?? '';
}
const REASON = ['--reason', 'as the network wrote on 1 March'];

describe('npm run suspense', () => {
  it('lists open messages, oldest first, and no finished ones', async () => {
    expect(await run('list')).toBe('no open messages');
    const key = await suspended();
    fixture.moveClock(1_000);
    const cardId = await fixture.card();
    await fixture.receive('card_transaction', clearing(cardId));
    await fixture.receive('card_transaction', clearing(cardId, { settleAmount: 'x' }));
    const [first, second, ...others] = (await run('list')).split('\n');
    expect(first).toBe(
      `${key.padEnd(first?.indexOf('  ') ?? 0)}  2026-03-01 10:00:00  suspended  -40.00 USD  0 retries  120001 nothing found`,
    );
    expect(second).toContain('refused    no money    0 retries  110001 settleAmount: must be an amount');
    expect(others).toEqual([]);
  });

  it('shows a message unchanged, without card numbers and secrets', async () => {
    const cardInfo = { cardNo: '4999001012345678', cardVerifyNo: '123', cardExpiryDate: '2029-03' };
    const answer = {
      orderId: '7',
      userReqNo: UNKNOWN_CARD_ID,
      opType: 15,
      status: 1,
      amount: 1,
      fee: 0,
      cardInfo,
    };
    await fixture.receive('card_operate', answer, { issuer: 'partner' }).catch(() => {});
    const shown = await run('show', (await fixture.messages())[0]?.messageKey ?? '');
    expect(shown).toContain('"cardExpiryDate": "2029-03"');
    for (const secret of ['4999001012345678', '"123"']) expect(shown).not.toContain(secret);
  });

  it('assigns money to a card, and its merchant is notified', async () => {
    const [key, cardId] = [await suspended(), await fixture.card()];
    expect(await run('assign', key, '--card', cardId, ...REASON)).toContain('booked on card');
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.messages()).toMatchObject([
      {
        status: 'closed',
        resolution: { kind: 'assigned', cardId, reason: 'as the network wrote on 1 March' },
      },
    ]);
    expect(
      (await fixture.snapshot()).notifications.filter(({ type }) => type === 'card_transaction'),
    ).toHaveLength(1);
    await expect(run('assign', key, '--card', cardId, ...REASON)).rejects.toThrow(StatusNotSuitable);
  });

  it('assigns a message whose number is in use under a number of this platform', async () => {
    const cardId = await fixture.card();
    const content = clearing(cardId);
    await fixture.receive('card_transaction', content);
    await fixture.receive('card_transaction', { ...content, settleAmount: 5 });
    const key = (await fixture.messages()).find(({ status }) => status === 'suspended')?.messageKey ?? '';
    await run('assign', key, '--card', cardId, ...REASON);
    expect(await fixture.onCard(cardId)).toEqual([5_500n, 0n]);
    expect(await fixture.suspense()).toBe(0n);
  });

  it('assigns with fields that the operator overrides: another currency, and an invalid amount', async () => {
    const cardId = await fixture.card();
    const key = await suspended({ localCurrency: 'EUR' });
    const dollars = ['--set', 'localCurrency=USD', '--set', 'settleAmount=44.10'];
    await expect(run('assign', key, '--card', cardId, ...REASON)).rejects.toThrow(ParameterInvalid);
    await run('assign', key, '--card', cardId, ...dollars, ...REASON);
    expect(await fixture.suspense('EUR')).toBe(0n);
    await fixture.receive('card_transaction', clearing(cardId, { settleAmount: 'much' }));
    const [unreadable] = (await fixture.messages()).filter(({ status }) => status === 'refused');
    await run('assign', unreadable?.messageKey ?? '', '--card', cardId, '--set', 'settleAmount=1', ...REASON);
    expect(await fixture.onCard(cardId)).toEqual([5_490n, 0n]);
  });

  it('books nothing when a field is mistyped', async () => {
    const [key, cardId] = [await suspended(), await fixture.card()];
    for (const mistyped of ['settleAmunt=1', 'cardId=1'])
      await expect(run('assign', key, '--card', cardId, '--set', mistyped, ...REASON)).rejects.toThrow(
        /^(settleAmunt|cardId): must be one of recordNo, .*settleAmount/,
      );
    expect((await fixture.messages())[0]).toMatchObject({ status: 'suspended' });
  });

  it('reports the state of a message that it cannot change', async () => {
    const [key, cardId] = [await suspended(), await fixture.card()];
    await expect(run('dismiss', key, ...REASON)).rejects.toThrow('in suspense with its money');
    await expect(run('assign', key, '--card', '77', ...REASON)).rejects.toThrow('card: no such card');
    await run('assign', key, '--card', cardId, ...REASON);
    await expect(run('return', key, ...REASON)).rejects.toThrow('message is closed: assigned');
  });

  it('assigns a fee', async () => {
    await fixture.receive('trade_fee', tradeFee(UNKNOWN_CARD_ID));
    const [account] = await fixture.onAccount();
    const cardId = await fixture.card();
    await run('assign', (await fixture.messages())[0]?.messageKey ?? '', '--card', cardId, ...REASON);
    expect(await fixture.onAccount()).toEqual([account - 10_000n - 100n - 75n, 0n]);
    expect(await fixture.suspense()).toBe(0n);
  });

  it.each([
    ['return', 0n, 0n],
    ['write-off', 4_000n, -4_000n],
  ])('%s takes money out of suspense, once', async (command, owed, borne) => {
    const received = clearing(UNKNOWN_CARD_ID);
    await fixture.receive('card_transaction', received);
    const key = (await fixture.messages())[0]?.messageKey ?? '';
    await run(command, key, ...REASON);
    const { entries } = await fixture.snapshot();
    const on = (account: string) =>
      entries
        .flatMap(({ postings }) => postings)
        .filter((posting) => posting.account === account)
        .reduce((sum, { amount }) => sum + amount, 0n);
    expect([on('platform:network/USD'), on('platform:write-offs/USD'), on('platform:suspense/USD')]).toEqual([
      owed,
      borne,
      0n,
    ]);
    await expect(run(command, key, ...REASON)).rejects.toThrow(StatusNotSuitable);
    expect(await run('list')).toBe('no open messages');
    await fixture.receive('card_transaction', received);
    fixture.moveClock(3_600_000);
    await fixture.retry();
    expect(await fixture.messages()).toMatchObject([{ status: 'closed' }]);
  });

  it('dismisses a message without money in suspense, and no other', async () => {
    const key = await suspended({ transCategory: 1 });
    await run('dismiss', key, ...REASON);
    expect(await run('list')).toBe('no open messages');
    const other = await suspended({ transStatus: '1', recordNo: '5' });
    expect(other).not.toBe('');
    const [, money] = await fixture.messages();
    await expect(run('dismiss', money?.messageKey ?? '', ...REASON)).rejects.toThrow(StatusNotSuitable);
  });

  it('retries a message at once', async () => {
    const key = await suspended();
    expect(await run('retry', key)).toBe(`message ${key}: suspended`);
  });

  it.each([
    ['an unknown command', ['take', 'KEY']],
    ['no reason', ['return', 'KEY']],
    ['an empty reason', ['return', 'KEY', '--reason', ' ']],
    ['no card', ['assign', 'KEY', ...REASON]],
    ['a field without a value', ['assign', 'KEY', '--card', '1', '--set', 'x', ...REASON]],
    ['an unknown message', ['show', 'none']],
    ['an invalid limit', ['list', '--limit', 'all']],
  ])('refuses %s', async (_, args) => {
    const key = await suspended();
    await expect(run(...args.map((arg) => (arg === 'KEY' ? key : arg)))).rejects.toThrow(CommandError);
    await expect(run('assign', key, '--card', '1', ...REASON)).rejects.toThrow(NothingFound);
    expect(await fixture.suspense()).toBe(-4_000n);
  });
});
