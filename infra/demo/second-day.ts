import { randomBytes, randomInt } from 'node:crypto';
import { newRequestNumber } from '../../shared/client/request-number.ts';
import { formatDate } from '../../shared/wire/contract/time.ts';
import { CardUse } from './card-use.ts';
import { DemoFailed, expectSame } from './demo-failed.ts';
import type { DemoNetwork } from './demo-network.ts';
import { ExpectedBalance } from './expected-balance.ts';
import { CURRENCY, formatUsd, usd } from './format.ts';
import type { DemoMerchant } from './merchant.ts';
import type { Terminal } from './terminal.ts';

/** The amounts on the card and in coins, in major units. */
const [FUNDING, COINS] = [100, 250];
const UTC_OFFSET = '+08:00';
const YEAR_MS = 365 * 24 * 3600 * 1000;
const PAYER = 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8';

/**
 * A merchant's second day: its cards are used.
 *
 * @throws DemoFailed at the first unexpected result
 */
export class SecondDay {
  readonly #merchant: DemoMerchant;
  readonly #network: DemoNetwork;
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #participants: { merchant: DemoMerchant; network: DemoNetwork; terminal: Terminal };

  constructor(merchant: DemoMerchant, network: DemoNetwork, terminal: Terminal, now: () => number) {
    this.#participants = { merchant, network, terminal };
    this.#merchant = merchant;
    this.#network = network;
    this.#terminal = terminal;
    this.#now = now;
  }

  /** Returns the balance of the account before and after, in minor units of USD. */
  async run(): Promise<{ before: bigint; after: bigint }> {
    const expected = new ExpectedBalance(CURRENCY, await this.#balance());
    const cardId = await this.#open(expected);
    const rest = await new CardUse(this.#participants, { cardId, funding: FUNDING }).run(expected);
    await this.#coins(expected);
    await this.#physicalCard(expected);
    await this.#cancel(cardId, rest, expected);
    return { before: expected.before, after: await this.#closingBalance(expected) };
  }

  async #balance(): Promise<bigint> {
    const { list } = await this.#merchant.call('accountBalance', { accountType: 1, currency: CURRENCY });
    if (!list[0]) throw new DemoFailed(`there is no card account in ${CURRENCY}`);
    return usd(list[0].availableBalance, 'availableBalance');
  }

  async #open(expected: ExpectedBalance): Promise<string> {
    this.#terminal.step('A card to spend with');
    const userReqNo = newRequestNumber();
    await this.#merchant.call('cardApply', {
      userReqNo,
      localCurrency: CURRENCY,
      authLimitAmount: FUNDING,
      startDate: formatDate(this.#now(), UTC_OFFSET),
      endDate: formatDate(this.#now() + YEAR_MS, UTC_OFFSET),
      enableCurrencyCheck: 0,
      binRangeId: 'V1',
    });
    const { cardId, amount, fee } = await this.#merchant.awaitOutcome(userReqNo);
    if (!cardId) throw new DemoFailed('no card was opened');
    expected.subtract('put onto the new card', usd(amount, 'amount'));
    expected.subtract('opening fee', usd(fee, 'fee'));
    return cardId;
  }

  async #coins(expected: ExpectedBalance): Promise<void> {
    this.#terminal.step('Coins arrive and are transferred to the card account');
    const request = { currency: 'USDT', network: 'TRC20', amount: COINS } as const;
    const order = await this.#merchant.call('dptAcquire', { userReqNo: newRequestNumber(), ...request });
    await this.#network.send('dpt_payment_bill', {
      txId: randomBytes(32).toString('hex'),
      fromAddress: PAYER,
      toAddress: order.address,
      paymentAmount: COINS,
      factAmount: COINS,
      fee: 0,
      serialNumber: order.userReqNo,
      orderNo: order.orderNo,
      transactionTime: new Date(this.#now()).toISOString(),
    });
    const { factAmount } = await this.#merchant.awaitNotification('dpt_payment_bill', {
      orderNo: order.orderNo,
    });
    const { targetAmount } = await this.#merchant.call('accountTransfer', {
      userReqNo: newRequestNumber(),
      currency: request.currency,
      amount: factAmount,
    });
    expected.add('coins, transferred', usd(targetAmount, 'targetAmount'));
  }

  async #physicalCard(expected: ExpectedBalance): Promise<void> {
    this.#terminal.step('A physical card: its holder, its assignment, its code, its PIN');
    const { cardUserId } = await this.#merchant.call('cardholderApply', randomCardholder());
    const binRangeId = 'P1';
    const { list } = await this.#merchant.call('cardBin', {});
    const bin = list.find((row) => row.binRangeId === binRangeId && row.currency === CURRENCY);
    if (!bin) throw new DemoFailed('there is no BIN range of physical cards');
    const { cardId } = await this.#merchant.call('cardAssign', {
      userReqNo: newRequestNumber(),
      binRangeId,
      localCurrency: CURRENCY,
      cardUserId,
    });
    expected.subtract('physical card', usd(bin.openFee, 'openFee'));
    await this.#network.send('card_activation_code', {
      cardId,
      cardNo: `${bin.cardBin.slice(0, 6)}******0000`,
      activationCode: String(randomInt(100_000_000)).padStart(8, '0'),
    });
    const { activationCode } = await this.#merchant.awaitNotification('card_activation_code', { cardId });
    const pin = '295814';
    await this.#merchant.call('cardActive', { userReqNo: newRequestNumber(), cardId, activationCode, pin });
    const { status } = await this.#merchant.awaitNotification('card_activation_status', { cardId });
    this.#expect('the activation is', String(status), '1');
  }

  async #cancel(cardId: string, rest: number, expected: ExpectedBalance): Promise<void> {
    this.#terminal.step('The card is cancelled, the rest goes back');
    const userReqNo = newRequestNumber();
    await this.#merchant.call('cardClose', { userReqNo, cardId });
    const { amount } = await this.#merchant.awaitOutcome(userReqNo);
    this.#expect('it returns', formatUsd(usd(amount, 'amount')), formatUsd(usd(rest, 'amount')));
    expected.add('returned by the cancellation', usd(amount, 'amount'));
  }

  async #closingBalance(expected: ExpectedBalance): Promise<bigint> {
    this.#terminal.step('Account Balance: does the second day add up?');
    const after = await this.#balance();
    for (const line of expected.lines()) this.#terminal.say(line);
    this.#expect('the platform says', formatUsd(after), formatUsd(expected.balance));
    return after;
  }

  #expect(what: string, actual: string, expected: string): void {
    this.#terminal.success(expectSame(what, actual, expected));
  }
}

/** A cardholder that the merchant has not applied for before. */
function randomCardholder() {
  const unique = String(randomInt(1_000_000_000)).padStart(9, '0');
  return {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: `ada.${unique}@example.com`,
    mobilePrefix: '44',
    mobile: `7${unique}`,
    birthDate: '1990-12-10',
    countryCode: 'GBR',
    billingState: 'England',
    billingCity: 'London',
    billingAddress: '12 St James’s Square',
    billingZipCode: 'SW1Y 4LE',
  };
}
