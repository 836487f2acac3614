import { randomInt } from 'node:crypto';
import { newRequestNumber } from '../../shared/client/request-number.ts';
import { transTypes } from '../../shared/wire/contract/codes.ts';
import type { NotificationContent } from '../../shared/wire/contract/notifications.ts';
import { expectSame } from './demo-failed.ts';
import type { DemoNetwork } from './demo-network.ts';
import type { ExpectedBalance } from './expected-balance.ts';
import { CURRENCY, formatUsd, usd } from './format.ts';
import type { DemoMerchant } from './merchant.ts';
import type { Terminal } from './terminal.ts';

type Transaction = NotificationContent<'card_transaction'>;

/** The amounts of a purchase, a refund, a fee and a declined purchase, in major units. */
const [PURCHASE, REFUND, FEE, TOO_MUCH] = [40, 15, 0.5, 500];
const SHOP = { merchantName: 'Bookshop', merchantCategoryCode: '5942', merchantCountry: 'USA' };

/** Uses a card as its cardholder and the network would. */
export class CardUse {
  readonly #merchant: DemoMerchant;
  readonly #network: DemoNetwork;
  readonly #terminal: Terminal;
  readonly #cardId: string;
  readonly #funding: number;

  /** `funding` is the amount on the card, in major units. */
  constructor(
    { merchant, network, terminal }: { merchant: DemoMerchant; network: DemoNetwork; terminal: Terminal },
    card: { readonly cardId: string; readonly funding: number },
  ) {
    this.#merchant = merchant;
    this.#network = network;
    this.#terminal = terminal;
    this.#cardId = card.cardId;
    this.#funding = card.funding;
  }

  /** Uses the card in every way, and returns the remaining amount in major units. */
  async run(expected: ExpectedBalance): Promise<number> {
    const record = await this.#buy();
    await this.#settle(record);
    await this.#refund(record);
    await this.#fee(record, expected);
    await this.#decline();
    await this.#transactions();
    return this.#funding - PURCHASE + REFUND;
  }

  async #buy(): Promise<Transaction> {
    this.#terminal.step('The cardholder buys: a one-time password, then the decision on the authorization');
    const cardId = this.#cardId;
    const card = await this.#merchant.call('cardInfo', { cardId });
    await this.#network.send('card_3ds_otp', {
      otp: String(randomInt(1_000_000)).padStart(6, '0'),
      cardId,
      cardNo: card.cardNo.replace(/\d(?=\d{4})/g, '*'),
      transactionCurrency: CURRENCY,
      transactionAmount: String(PURCHASE),
      merchantName: SHOP.merchantName,
    });
    await this.#merchant.awaitNotification('card_3ds_otp', { cardId });
    const decision = await this.#authorize(PURCHASE);
    this.#expect('the purchase is', decision.respCode, '000000');
    const notification = await this.#merchant.awaitNotification('card_transaction', {
      recordNo: decision.recordNo,
    });
    await this.#expectCardBalance(this.#funding - PURCHASE);
    return notification;
  }

  async #authorize(amount: number) {
    const { cardNo, cardExpiryDate, cardVerifyNo } = await this.#card();
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
    this.#terminal.step('The purchase is cleared, under the number of its authorization');
    const { recordNo } = record;
    const settled = { ...record, transCategory: 2, settleAmount: PURCHASE, settleTime: this.#network.now() };
    await this.#network.send('card_transaction', settled);
    await this.#merchant.awaitNotification('card_transaction', { recordNo, transCategory: '2' });
    await this.#expectCardBalance(this.#funding - PURCHASE);
  }

  async #refund(record: Transaction): Promise<void> {
    this.#terminal.step('The shop refunds a part of it');
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
    await this.#merchant.awaitNotification('card_transaction', { recordNo });
    await this.#expectCardBalance(this.#funding - PURCHASE + REFUND);
  }

  async #fee({ cardId, recordNo }: Transaction, expected: ExpectedBalance): Promise<void> {
    this.#terminal.step('The network charges a fee, which comes from the account for this BIN range');
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
    const { realFee } = await this.#merchant.awaitNotification('trade_fee', { recordNo });
    expected.subtract('fee of the network', usd(Number(realFee), 'realFee'));
  }

  async #decline(): Promise<void> {
    this.#terminal.step('A purchase for more than is available');
    const { respCode, recordNo } = await this.#authorize(TOO_MUCH);
    this.#expect('it is declined with', respCode, '200002');
    const { transStatus } = await this.#merchant.awaitNotification('card_transaction', { recordNo });
    this.#expect('the merchant receives transStatus', transStatus, '2');
  }

  async #transactions(): Promise<void> {
    this.#terminal.step('Transaction Inquiry: the transactions of the card, newest first');
    const { list } = await this.#merchant.call('transactionQuery', { cardId: this.#cardId });
    const found = list.map(({ transType, transStatus }) => `${transType}/${transStatus}`).join(', ');
    this.#expect('type and status are', found, '1/2, 3/1, 1/1');
  }

  async #expectCardBalance(amount: number): Promise<void> {
    const { balanceAmt } = await this.#card();
    this.#expect('the card has', formatUsd(usd(balanceAmt, 'balanceAmt')), formatUsd(usd(amount, 'amount')));
  }

  #card() {
    return this.#merchant.call('cardInfo', { cardId: this.#cardId });
  }

  #expect(what: string, actual: string, expected: string): void {
    this.#terminal.success(expectSame(what, actual, expected));
  }
}
