import type { CallResult } from '../../shared/client/client.ts';
import { newRequestNumber } from '../../shared/client/request-number.ts';
import { maskPan } from '../../shared/runtime/card-number/pan.ts';
import { opTypes, orderStatuses } from '../../shared/wire/contract/codes.ts';
import type { NotificationContent } from '../../shared/wire/contract/notifications.ts';
import { formatDate } from '../../shared/wire/contract/time.ts';
import { feeShareOf } from '../../shared/wire/money/amount.ts';
import { DemoFailed, expectSame } from './demo-failed.ts';
import { ExpectedBalance } from './expected-balance.ts';
import { CURRENCY, formatPercent, formatStatus, formatUsd, outcomeText, SUCCESS, usd } from './format.ts';
import type { DemoMerchant } from './merchant.ts';
import type { Terminal } from './terminal.ts';

type BinRow = CallResult<'cardBin'>['list'][number];
type Outcome = NotificationContent<'card_operate'>;

/** The amounts of the opening, the recharge and the refund, in major units. */
const [FUNDING, RECHARGE, REFUND] = [100, 50, 30];
/** The platform's default UTC offset: today in this zone is the earliest start of a card. */
const UTC_OFFSET = '+08:00';
const YEAR_MS = 365 * 24 * 3600 * 1000;
const CLOSED = 'closed (cardStatus 0)';
const MILLION = 1_000_000;

/** The result of the day. Balances are in minor units of USD. */
export interface DaySummary {
  readonly cardId: string;
  readonly orderIds: readonly string[];
  readonly before: bigint;
  readonly after: bigint;
}

/**
 * A merchant's first day, step by step.
 *
 * @throws DemoFailed at the first unexpected result
 */
export class FirstDay {
  readonly #merchant: DemoMerchant;
  readonly #terminal: Terminal;
  readonly #now: () => number;

  constructor(merchant: DemoMerchant, terminal: Terminal, now: () => number) {
    this.#merchant = merchant;
    this.#terminal = terminal;
    this.#now = now;
  }

  async run(): Promise<DaySummary> {
    const expected = new ExpectedBalance(CURRENCY, await this.#openingBalance());
    const bin = await this.#chooseBin();
    const opened = await this.#apply(bin, expected);
    const cardId = await this.#inquire(opened);
    const recharged = await this.#recharge(cardId, bin, expected);
    const refunded = await this.#refund(cardId, expected);
    const cancelled = await this.#cancel(cardId, expected);
    const orderIds = [opened, recharged, refunded, cancelled].map(({ orderId }) => orderId);
    await this.#orders(cardId, orderIds);
    return { cardId, orderIds, before: expected.before, after: await this.#closingBalance(expected) };
  }

  async #openingBalance(): Promise<bigint> {
    this.#terminal.step('Account Balance: what is available?');
    const balance = await this.#balance();
    this.#terminal.say(
      'That was in clear. On the wire it is JSON in Base64, sealed with RSA and encoded as hex:',
    );
    this.#merchant.showWire();
    return balance;
  }

  async #balance(): Promise<bigint> {
    const { list } = await this.#merchant.call('accountBalance', { accountType: 1, currency: CURRENCY });
    const account = list.find(({ currency }) => currency === CURRENCY);
    if (!account)
      throw new DemoFailed(`merchant ${this.#merchant.userNo} has no card account in ${CURRENCY}`);
    return usd(account.availableBalance, 'availableBalance');
  }

  async #chooseBin(): Promise<BinRow> {
    this.#terminal.step('Cardbin query: which cards may be opened, and what do they cost?');
    const { list } = await this.#merchant.call('cardBin', { cardType: 1 });
    const bin = list.find(
      (row) =>
        row.currency === CURRENCY &&
        row.status === 1 &&
        row.cardForm === 1 &&
        row.needCardholder === 0 &&
        row.minAmount <= FUNDING &&
        row.maxAmount >= FUNDING,
    );
    if (!bin) throw new DemoFailed(`no BIN range is open for a virtual card with ${FUNDING} ${CURRENCY}`);
    this.#terminal.success(
      `${bin.binRangeId} (${bin.cardBrand} ${bin.cardBin}…): opening costs ${formatUsd(usd(bin.openFee, 'openFee'))}, a recharge ${formatPercent(bin.rechargeFeeRate)}`,
    );
    return bin;
  }

  async #apply(bin: BinRow, expected: ExpectedBalance): Promise<Outcome> {
    this.#terminal.step('Apply for a Card Opening');
    const userReqNo = newRequestNumber();
    await this.#merchant.call('cardApply', {
      userReqNo,
      localCurrency: CURRENCY,
      authLimitAmount: FUNDING,
      startDate: formatDate(this.#now(), UTC_OFFSET),
      endDate: formatDate(this.#now() + YEAR_MS, UTC_OFFSET),
      enableMultiUse: 1,
      enableCurrencyCheck: 0,
      binRangeId: bin.binRangeId,
      cardAlias: 'first card',
    });
    const fee = usd(bin.openFee, 'openFee');
    const outcome = await this.#outcome(userReqNo, opTypes.cardOpening, usd(FUNDING, 'amount'), fee);
    expected.subtract('put onto the new card', usd(outcome.amount, 'amount'));
    expected.subtract('opening fee', usd(outcome.fee, 'fee'));
    return outcome;
  }

  async #inquire({ cardId, cardInfo }: Outcome): Promise<string> {
    if (!cardId || !cardInfo) throw new DemoFailed('the notification of the opening has no card');
    this.#terminal.step('Card Inquiry: the number and CVV2 arrive sealed; they are masked only here');
    const card = await this.#merchant.call('cardInfo', { cardId });
    this.#expect(
      'the card holds',
      formatUsd(usd(card.balanceAmt, 'balanceAmt')),
      formatUsd(usd(FUNDING, 'amount')),
    );
    const notified = maskPan(cardInfo.cardNo);
    this.#expect('its number is the one in the notification,', maskPan(card.cardNo), notified);
    return cardId;
  }

  async #recharge(cardId: string, bin: BinRow, expected: ExpectedBalance): Promise<Outcome> {
    this.#terminal.step('Recharge: more money onto the card');
    const userReqNo = newRequestNumber();
    await this.#merchant.call('cardRecharge', { userReqNo, cardId, authLimitAmount: RECHARGE });
    const amount = usd(RECHARGE, 'amount');
    const fee = feeShareOf(amount, Math.round(bin.rechargeFeeRate * MILLION));
    const outcome = await this.#outcome(userReqNo, opTypes.recharge, amount, fee);
    expected.subtract('recharge', usd(outcome.amount, 'amount'));
    expected.subtract('recharge fee', usd(outcome.fee, 'fee'));
    return outcome;
  }

  async #refund(cardId: string, expected: ExpectedBalance): Promise<Outcome> {
    this.#terminal.step('Refund: a part goes back to the account');
    const userReqNo = newRequestNumber();
    await this.#merchant.call('cardRefund', { userReqNo, cardId, refundAmount: REFUND });
    const outcome = await this.#outcome(userReqNo, opTypes.refund, usd(REFUND, 'amount'), 0n);
    expected.add('refund', usd(outcome.amount, 'amount'));
    return outcome;
  }

  async #cancel(cardId: string, expected: ExpectedBalance): Promise<Outcome> {
    this.#terminal.step('Cancel Card Application: the card is closed, the rest goes back');
    const userReqNo = newRequestNumber();
    await this.#merchant.call('cardClose', { userReqNo, cardId });
    const rest = usd(FUNDING + RECHARGE - REFUND, 'amount');
    const outcome = await this.#outcome(userReqNo, opTypes.cardCancellation, rest, 0n);
    expected.add('returned by the cancellation', usd(outcome.amount, 'amount'));
    return outcome;
  }

  async #orders(cardId: string, orderIds: readonly string[]): Promise<void> {
    this.#terminal.step('Card Operation Order Inquiry: the orders of the day, newest first');
    const { list } = await this.#merchant.call('cardOperateQuery', { cardId });
    const found = list.map(({ orderId }) => orderId).join(', ');
    this.#expect('the orders are', found, orderIds.toReversed().join(', '));
    this.#expect('their status is', [...new Set(list.map(formatStatus))].join(', '), SUCCESS);
    const { cardStatus, cardStatusDesc } = await this.#merchant.call('cardInfo', { cardId });
    this.#expect('the card is', `${cardStatusDesc} (cardStatus ${cardStatus})`, CLOSED);
  }

  async #closingBalance(expected: ExpectedBalance): Promise<bigint> {
    this.#terminal.step('Account Balance: does it add up?');
    const after = await this.#balance();
    for (const line of expected.lines()) this.#terminal.say(line);
    this.#expect('the platform says', formatUsd(after), formatUsd(expected.balance));
    return after;
  }

  /** Waits for the outcome and compares it with the request. */
  async #outcome(userReqNo: string, opType: number, amount: bigint, fee: bigint): Promise<Outcome> {
    const outcome = await this.#merchant.awaitOutcome(userReqNo);
    const success = { opType, status: orderStatuses.success };
    const [actual, expected] = [
      outcomeText(outcome, usd(outcome.amount, 'amount'), usd(outcome.fee, 'fee')),
      outcomeText(success, amount, fee),
    ];
    this.#expect('it reports', actual, expected);
    return outcome;
  }

  #expect(what: string, actual: string, expected: string): void {
    this.#terminal.success(expectSame(what, actual, expected));
  }
}
