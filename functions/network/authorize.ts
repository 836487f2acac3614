import { authorize } from '../../shared/domain/issuing/transactions/authorize/authorize.ts';
import { networkOperation } from '../../shared/lambda/network-operation.ts';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';

/** Authorization: the real-time decision on a purchase with a card whose money is kept here. */
export const handler = networkOperation(networkAuthorize, authorize);
