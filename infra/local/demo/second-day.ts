import { randomBytes, randomInt } from 'node:crypto';
import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { transTypes } from '../../../shared/contract/codes.ts';
import type { NotificationContent } from '../../../shared/contract/notifications.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import type { DemoMerchant } from './merchant.ts';
import type { DemoNetwork } from './network.ts';
import { DemoProblem } from './problem.ts';
import type { Screen } from './screen.ts';
import { BalanceSheet } from './sheet.ts';
import { CURRENCY, format, usd } from './words.ts';

type Transaction = NotificationContent<'card_transaction'>;

/** What the day is about, in major units. */
const [FUNDING, PURCHASE, REFUND, FEE, TOO_MUCH, COINS] = [100, 40, 15, 0.5, 500, 250];
const UTC_OFFSET = '+08:00';
const YEAR_MS = 365 * 24 * 3600 * 1000;
const SHOP = { merchantName: 'Bookshop', merchantCategoryCode: '5942', merchantCountry: 'USA' };
const PAYER = 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8';

/** A merchant's second day: its cards are used. Whatever is not as it must be ends it with a DemoProblem. */
export class SecondDay {
  readonly #merchant: DemoMerchant;
  readonly #network: DemoNetwork;
  readonly #screen: Screen;
  readonly #now: () => number;

  constructor(merchant: DemoMerchant, network: DemoNetwork, screen: Screen, now: () => number) {
    this.#merchant = merchant;
    this.#network = network;
    this.#screen = screen;
    this.#now = now;
  }

  /** Answers what was on the account before and after, in minor units of USD. */
  async run(): Promise<{ before: bigint; after: bigint }> {
    const sheet = new BalanceSheet(CURRENCY, await this.#balance());
    const cardId = await this.#open(sheet);
    const record = await this.#buy(cardId);
    await this.#settle(record);
    await this.#refund(record);
    await this.#fee(record, sheet);
    await this.#decline(cardId);
    await this.#coins(sheet);
    await this.#physicalCard(sheet);
    await this.#transactions(cardId);
    await this.#cancel(cardId, sheet);
    return { before: sheet.before, after: await this.#closingBalance(sheet) };
  }

  async #balance(): Promise<bigint> {
    const { list } = await this.#merchant.call('accountBalance', { accountType: 1, currency: CURRENCY });
    if (!list[0]) throw new DemoProblem(`there is no card account in ${CURRENCY}`);
    return usd(list[0].availableBalance, 'availableBalance');
  }

  async #open(sheet: BalanceSheet): Promise<string> {
    this.#screen.step('A card to spend with');
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
    const { cardId, amount, fee } = await this.#merchant.outcomeOf(userReqNo);
    if (!cardId) throw new DemoProblem('no card was opened');
    sheet.subtract('put onto the new card', usd(amount, 'amount'));
    sheet.subtract('opening fee', usd(fee, 'fee'));
    return cardId;
  }

  async #buy(cardId: string): Promise<Transaction> {
    this.#screen.step('The cardholder buys: a one-time password, then the decision at the network’s door');
    const card = await this.#merchant.call('cardInfo', { cardId });
    await this.#network.send('card_3ds_otp', {
      otp: String(randomInt(1_000_000)).padStart(6, '0'),
      cardId,
      cardNo: card.cardNo.replace(/\d(?=\d{4})/g, '*'),
      transactionCurrency: CURRENCY,
      transactionAmount: String(PURCHASE),
      merchantName: SHOP.merchantName,
    });
    await this.#merchant.told('card_3ds_otp', { cardId });
    const answer = await this.#authorize(cardId, PURCHASE);
    this.#expect('the purchase is', answer.respCode, '000000');
    const told = await this.#merchant.told('card_transaction', { recordNo: answer.recordNo });
    await this.#expectOnCard(cardId, FUNDING - PURCHASE);
    return told;
  }

  async #authorize(cardId: string, amount: number) {
    const { cardNo, cardExpiryDate, cardVerifyNo } = await this.#merchant.call('cardInfo', { cardId });
    return this.#network.authorize({
      networkId: newRequestNumber(),
      cardNo,
      expiry: cardExpiryDate,
      cvv2: cardVerifyNo,
      transCurrency: CURRENCY,
      transCurrencyAmt: amount,
      ...SHOP,
    });
  }

  async #settle(record: Transaction): Promise<void> {
    this.#screen.step('The purchase is cleared: settled under the number of its authorization');
    const { recordNo, cardId } = record;
    const settled = { ...record, transCategory: 2, settleAmount: PURCHASE, settleTime: this.#network.now() };
    await this.#network.send('card_transaction', settled);
    await this.#merchant.told('card_transaction', { recordNo, transCategory: '2' });
    await this.#expectOnCard(cardId, FUNDING - PURCHASE);
  }

  async #refund(record: Transaction): Promise<void> {
    this.#screen.step('The shop refunds some of it');
    const recordNo = this.#network.newNumber();
    await this.#network.send('card_transaction', {
      ...record,
      recordNo,
      originRecordNo: record.recordNo,
      transCurrencyAmt: REFUND,
      localCurrencyAmt: REFUND,
      transType: transTypes.refund,
      transCategory: 2,
      fundsDirection: 1,
    });
    await this.#merchant.told('card_transaction', { recordNo });
    await this.#expectOnCard(record.cardId, FUNDING - PURCHASE + REFUND);
  }

  async #fee({ cardId, recordNo }: Transaction, sheet: BalanceSheet): Promise<void> {
    this.#screen.step('The network charges a fee, which this range takes from the account');
    await this.#network.send('trade_fee', {
      cardId,
      opType: 99,
      receiptNo: this.#network.newNumber(),
      recordNo,
      userNo: this.#merchant.userNo,
      realCcy: CURRENCY,
      realFee: String(FEE),
      createAt: this.#network.now(),
    });
    const { realFee } = await this.#merchant.told('trade_fee', { recordNo });
    sheet.subtract('fee of the network', usd(Number(realFee), 'realFee'));
  }

  async #decline(cardId: string): Promise<void> {
    this.#screen.step('A purchase of more than there is');
    const { respCode, recordNo } = await this.#authorize(cardId, TOO_MUCH);
    this.#expect('it is declined with', respCode, '200002');
    const { transStatus } = await this.#merchant.told('card_transaction', { recordNo });
    this.#expect('the merchant is told transStatus', transStatus, '2');
  }

  async #coins(sheet: BalanceSheet): Promise<void> {
    this.#screen.step('Coins come in and become card money');
    const asked = { currency: 'USDT', network: 'TRC20', amount: COINS } as const;
    const order = await this.#merchant.call('dptAcquire', { userReqNo: newRequestNumber(), ...asked });
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
    const { factAmount } = await this.#merchant.told('dpt_payment_bill', { orderNo: order.orderNo });
    const { targetAmount } = await this.#merchant.call('accountTransfer', {
      userReqNo: newRequestNumber(),
      currency: asked.currency,
      amount: factAmount,
    });
    sheet.add('coins, transferred', usd(targetAmount, 'targetAmount'));
  }

  async #physicalCard(sheet: BalanceSheet): Promise<void> {
    this.#screen.step('A physical card: its holder, its assignment, its code, its PIN');
    const { cardUserId } = await this.#merchant.call('cardholderApply', somebody());
    const binRangeId = 'P1';
    const { list } = await this.#merchant.call('cardBin', {});
    const bin = list.find((row) => row.binRangeId === binRangeId && row.currency === CURRENCY);
    if (!bin) throw new DemoProblem('there is no range of physical cards');
    const { cardId } = await this.#merchant.call('cardAssign', {
      userReqNo: newRequestNumber(),
      binRangeId,
      localCurrency: CURRENCY,
      cardUserId,
    });
    sheet.subtract('physical card', usd(bin.openFee, 'openFee'));
    await this.#network.send('card_activation_code', {
      cardId,
      cardNo: `${bin.cardBin.slice(0, 6)}******0000`,
      activationCode: String(randomInt(100_000_000)).padStart(8, '0'),
    });
    const { activationCode } = await this.#merchant.told('card_activation_code', { cardId });
    const pin = '295814';
    await this.#merchant.call('cardActive', { userReqNo: newRequestNumber(), cardId, activationCode, pin });
    const { status } = await this.#merchant.told('card_activation_status', { cardId });
    this.#expect('the activation is', String(status), '1');
  }

  async #transactions(cardId: string): Promise<void> {
    this.#screen.step('Transaction Inquiry: what the card did, newest first');
    const { list } = await this.#merchant.call('transactionQuery', { cardId });
    const found = list.map(({ transType, transStatus }) => `${transType}/${transStatus}`).join(', ');
    this.#expect('type and status are', found, '1/2, 3/1, 1/1');
  }

  async #cancel(cardId: string, sheet: BalanceSheet): Promise<void> {
    this.#screen.step('The card is cancelled, the rest goes back');
    const userReqNo = newRequestNumber();
    await this.#merchant.call('cardClose', { userReqNo, cardId });
    const { amount } = await this.#merchant.outcomeOf(userReqNo);
    this.#expect(
      'it returns',
      format(usd(amount, 'amount')),
      format(usd(FUNDING - PURCHASE + REFUND, 'amount')),
    );
    sheet.add('returned by the cancellation', usd(amount, 'amount'));
  }

  async #closingBalance(sheet: BalanceSheet): Promise<bigint> {
    this.#screen.step('Account Balance: does the second day add up?');
    const after = await this.#balance();
    for (const line of sheet.lines()) this.#screen.say(line);
    this.#expect('the platform says', format(after), format(sheet.expected));
    return after;
  }

  async #expectOnCard(cardId: string, amount: number): Promise<void> {
    const { balanceAmt } = await this.#merchant.call('cardInfo', { cardId });
    this.#expect('the card has', format(usd(balanceAmt, 'balanceAmt')), format(usd(amount, 'amount')));
  }

  #expect(what: string, actual: string, expected: string): void {
    if (actual !== expected) throw new DemoProblem(`${what} ${actual}, but it must be ${expected}`);
    this.#screen.good(`${what} ${actual}`);
  }
}

/** A holder whom the merchant has not reported before. */
function somebody() {
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
