import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';
import { catalogue, type OperationName } from '../../shared/wire/contract/catalogue.ts';
import { type NotificationType, notifications } from '../../shared/wire/contract/notifications.ts';
import { type ObjectSchema, possibleErrorCodes } from '../../shared/wire/contract/operations/operation.ts';
import { webhookStatusCodes, webhooks } from '../../shared/wire/contract/webhooks.ts';
import type { ErrorCode } from '../../shared/wire/errors.ts';

/** An endpoint: its request and its possible answers. */
export interface Target {
  readonly name: string;
  readonly path: string;
  readonly api: 'openapi' | 'webhook' | 'network';
  readonly request: ObjectSchema;
  readonly result?: ObjectSchema;
  /** Codes of its refusals. 999999 is not among them: it means that something is broken. */
  readonly codes: readonly ErrorCode[];
}

const withoutFailure = (codes: readonly ErrorCode[]) => codes.filter((code) => code !== '999999');

/** Every operation, every type of message, and the network's endpoint. */
export const targets: readonly Target[] = [
  ...Object.entries(catalogue).map(([name, entry]) => ({
    name,
    path: entry.path,
    api: 'openapi' as const,
    request: entry.request as ObjectSchema,
    result: entry.result as ObjectSchema,
    codes: withoutFailure(possibleErrorCodes(entry)),
  })),
  ...Object.values(webhooks).map(({ type, path }) => ({
    name: type,
    path,
    api: 'webhook' as const,
    request: notifications[type].inbound as ObjectSchema,
    codes: Object.keys(webhookStatusCodes) as ErrorCode[],
  })),
  {
    name: 'networkAuthorize',
    path: networkAuthorize.path,
    api: 'network' as const,
    request: networkAuthorize.request,
    result: networkAuthorize.result,
    codes: withoutFailure(possibleErrorCodes(networkAuthorize)),
  },
];

export const isOperation = (name: string): name is OperationName => name in catalogue;
export const isType = (name: string): name is NotificationType => name in notifications;
