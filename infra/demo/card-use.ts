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

/** What is bought, refunded, charged, and refused, in major units. */
const [PURCHASE, REFUND, FEE, TOO_MUCH] = [40, 15, 0.5, 500];
const SHOP = { merchantName: 'Bookshop', merchantCategoryCode: '5942', merchantCountry: 'USA' };

/** What a cardholder does with a card, and what the network makes of it. */
export class CardUse {
  readonly #merchant: DemoMerchant;
  readonly #network: DemoNetwork;
  readonly #screen: Terminal;
  readonly #cardId: string;
  readonly #funding: number;

  /** `funding`: what is on the card, in major units. */
  constructor(
    { merchant, network, screen }: { merchant: DemoMerchant; network: DemoNetwork; screen: Terminal },
    card: { readonly cardId: string; readonly funding: number },
  ) {
    this.#merchant = merchant;
    this.#network = network;
    this.#screen = screen;
    this.#cardId = card.cardId;
    this.#funding = card.funding;
  }

  /** Uses the card in every way there is, and answers what is left on it, in major units. */
  async run(sheet: ExpectedBalance): Promise<number> {
    const record = await this.#buy();
    await this.#settle(record);
    await this.#refund(record);
    await this.#fee(record, sheet);
    await this.#decline();
    await this.#transactions();
    return this.#funding - PURCHASE + REFUND;
  }

  async #buy(): Promise<Transaction> {
    this.#screen.step('The cardholder buys: a one-time password, then the decision at the network’s door');
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
    const answer = await this.#authorize(PURCHASE);
    this.#expect('the purchase is', answer.respCode, '000000');
    const notification = await this.#merchant.awaitNotification('card_transaction', {
      recordNo: answer.recordNo,
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
    this.#screen.step('The purchase is cleared: settled under the number of its authorization');
    const { recordNo } = record;
    const settled = { ...record, transCategory: 2, settleAmount: PURCHASE, settleTime: this.#network.now() };
    await this.#network.send('card_transaction', settled);
    await this.#merchant.awaitNotification('card_transaction', { recordNo, transCategory: '2' });
    await this.#expectCardBalance(this.#funding - PURCHASE);
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
    await this.#merchant.awaitNotification('card_transaction', { recordNo });
    await this.#expectCardBalance(this.#funding - PURCHASE + REFUND);
  }

  async #fee({ cardId, recordNo }: Transaction, sheet: ExpectedBalance): Promise<void> {
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
    const { realFee } = await this.#merchant.awaitNotification('trade_fee', { recordNo });
    sheet.subtract('fee of the network', usd(Number(realFee), 'realFee'));
  }

  async #decline(): Promise<void> {
    this.#screen.step('A purchase of more than there is');
    const { respCode, recordNo } = await this.#authorize(TOO_MUCH);
    this.#expect('it is declined with', respCode, '200002');
    const { transStatus } = await this.#merchant.awaitNotification('card_transaction', { recordNo });
    this.#expect('the merchant is told transStatus', transStatus, '2');
  }

  async #transactions(): Promise<void> {
    this.#screen.step('Transaction Inquiry: what the card did, newest first');
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
    this.#screen.success(expectSame(what, actual, expected));
  }
}
