import { networkAuthorize } from '../../shared/contract/network.ts';
import { networkOperation } from '../../shared/lambda/network.ts';
import { authorize } from '../../shared/transactions/authorize/authorize.ts';

/** Authorization: the real-time decision on a purchase with a card whose money is kept here. */
export const handler = networkOperation(networkAuthorize, authorize);
