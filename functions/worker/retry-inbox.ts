import { handlePaymentBill } from '../../shared/domain/dpt/payment-bill-webhook.ts';
import { retryInbox } from '../../shared/domain/inbox/retry-inbox.ts';
import { handleCardOperate } from '../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { handleCardTransaction } from '../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { logger } from '../../shared/lambda/logger.ts';

const deps = awsDependencies(process.env);
const handlers = {
  card_transaction: handleCardTransaction,
  card_operate: handleCardOperate,
  trade_fee: handleTradeFee,
  dpt_payment_bill: handlePaymentBill,
};

/** Retries messages of upstreams that were not completed, or could not be applied when they arrived. */
export const handler = async (): Promise<void> => {
  const retried = await retryInbox(deps, handlers);
  if (retried > 0) logger.info('retried messages of upstreams', { retried });
};
