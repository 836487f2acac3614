import { applyPaymentBill } from '../../shared/dpt/payment.ts';
import { retryInbox } from '../../shared/inbox/retry.ts';
import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { applyCardOperate } from '../../shared/orders/told.ts';
import { applyCardTransaction } from '../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../shared/transactions/fees.ts';

const platform = cloudPlatform(process.env);
const effects = {
  card_transaction: applyCardTransaction,
  card_operate: applyCardOperate,
  trade_fee: applyTradeFee,
  dpt_payment_bill: applyPaymentBill,
};

/** Retry-inbox: applies what upstreams told and was not finished, or could not be placed when it came. */
export const handler = async (): Promise<void> => {
  const tried = await retryInbox(platform, effects);
  if (tried > 0) logger.info('tried again what upstreams told', { tried });
};
