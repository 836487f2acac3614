import { DEMO_RANGES } from '../../../infra/demo/seed/seed.ts';
import type { BinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import type { NotificationContent, NotificationType } from '../../../shared/wire/contract/notifications.ts';
import { cardOpening, openCard } from '../fixtures/cards-over-http.ts';
import { newTxId } from '../fixtures/dpt.ts';
import { authorize } from './authorize.ts';
import type { CaseContext } from './case.ts';
import { assignedCard } from './pcc.ts';

type Messages = {
  readonly [Type in NotificationType]: (context: CaseContext) => Promise<NotificationContent<Type>>;
};

/** A BIN range whose issuer is the upstream. */
export const UPSTREAM_RANGE: BinRange = {
  ...(DEMO_RANGES[0] as BinRange),
  binRangeId: 'U1',
  issuer: 'upstream',
};

/** Returns the issuer whose upstream sends messages of the type. */
export const issuerOf = (type: NotificationType) => (type === 'card_operate' ? 'upstream' : 'embedded');

const TIME = '2026-11-22 10:00:00';
let numbers = 0;

const newNumber = (): string => {
  numbers += 1;
  return `${7_000_000_000 + process.pid}${String(numbers).padStart(4, '0')}`;
};

/** Returns, for each type, a new message about something of the merchant. */
export const messages: Messages = {
  card_transaction: async (context) => {
    const { recordNo } = await authorize(context, await openCard(context.merchant), 20);
    const notification = await context.merchant.awaitNotification(
      'card_transaction',
      (content) => content.recordNo === recordNo,
    );
    return { ...notification, transCategory: 2, settleAmount: 20, settleTime: TIME };
  },
  card_operate: async ({ merchant }) => {
    const { orderId } = await merchant.client.call('cardApply', cardOpening({ binRangeId: 'U1' }));
    return {
      orderId: newNumber(),
      cardId: newNumber(),
      userReqNo: orderId,
      opType: 15,
      status: 2,
      amount: 100,
      fee: 0,
      createAt: TIME,
    };
  },
  trade_fee: async ({ merchant }) => ({
    cardId: await openCard(merchant),
    opType: 97,
    receiptNo: newNumber(),
    recordNo: newNumber(),
    userNo: '1',
    realCcy: 'USD',
    realFee: '0.25',
    createAt: TIME,
  }),
  card_3ds_otp: async ({ merchant }) => ({
    otp: '314159',
    cardId: await openCard(merchant),
    cardNo: '499900******0000',
    transactionCurrency: 'USD',
    transactionAmount: '20',
    merchantName: 'Bookshop',
  }),
  dpt_payment_bill: async ({ merchant }) => {
    const { orderNo, address, userReqNo } = await merchant.client.call('dptAcquire', {
      currency: 'USDT',
      network: 'TRC20',
    });
    const paid = { paymentAmount: 9, factAmount: 9, fee: 0 };
    const order = { serialNumber: userReqNo, orderNo, toAddress: address };
    const transactionTime = '2026-11-22T10:00:00.000+08:00';
    return { txId: newTxId(), fromAddress: address, ...order, ...paid, transactionTime };
  },
  card_activation_code: async (context) => ({
    cardId: await assignedCard(context),
    cardNo: '559900******0000',
    activationCode: '27182818',
  }),
  card_activation_status: async (context) => {
    const cardId = Number(await assignedCard(context));
    return { cardId, staus: 1, status: 1 };
  },
};
