// The package's main entry: what a merchant's program needs. Network clients are in upstream.ts.

export type { CallRequest, CallResult, OperationName } from '../../../shared/client/client.ts';
export {
  MerchantClientError as IssuaryError,
  NotificationTypeUnknown,
  NotificationUnreadable,
  OperationRefused,
  OperationUnknown,
  OutcomeUnknown,
  PlatformUnreachable,
  QueryUnanswered,
  ResponseUnreadable,
} from '../../../shared/client/client-errors.ts';
export type * from '../../../shared/client/contract-methods.ts';
export type * from '../../../shared/client/contract-types.ts';
export {
  Issuary,
  type IssuaryOptions,
  type KeyText,
  OptionInvalid,
  type Orders,
} from '../../../shared/client/issuary.ts';
export { NOTIFICATION_ACCEPTED, type NotificationType } from '../../../shared/client/open-notification.ts';
export {
  OrderFailed,
  OrderPending,
  type OrderReference,
  type WaitOptions,
} from '../../../shared/client/order-wait.ts';
export {
  AccessRefused,
  BalanceInsufficient,
  NothingFound,
  ParametersInvalid,
  RequestNumberUsed,
  StatusNotSuitable,
  TooManyRequests,
} from '../../../shared/client/refusals.ts';
export { newRequestNumber } from '../../../shared/client/request-number.ts';
export type { Pages } from '../../../shared/client/row-pages.ts';
export type {
  EventHandler,
  FastifyLike,
  LambdaRequest,
  LambdaResponse,
  NodeRequest,
  NodeResponse,
  Webhooks,
} from '../../../shared/client/webhook-handlers.ts';
export type { DeliveryOptions, HeadersInput, WebhookEvent } from '../../../shared/client/webhook-receiver.ts';
export { opTypes, orderStatuses, transTypes } from '../../../shared/wire/contract/codes.ts';
