import type { APIGatewayProxyResult } from 'aws-lambda';
import { isInboxType } from '../domain/inbox/inbound-message.ts';
import { NOTIFICATION_ACCEPTED, type NotificationType } from '../wire/contract/notifications.ts';
import { type Webhook, webhookStatusCodes } from '../wire/contract/webhooks.ts';
import { ContractError, errorCodes } from '../wire/errors.ts';
import { logger } from './logger.ts';
import { logRefusedSignIn } from './refused-sign-in.ts';
import type { Invocation } from './session.ts';

/** Refusals that need an operator: the upstream lacks a permission, or its books and ours differ. */
const ALARMING_CODES: ReadonlySet<string> = new Set(['110002', '110004', '110009']);

/** Refusals that need no operator: the sender was not authenticated, or should send the message again. */
const NOT_ALARMING_CODES: ReadonlySet<string> = new Set(['100002', '100003', '100004', '100005', '130001']);

/** A refused message about money means that the books miss that money. */
const isAlarming = (type: NotificationType, code: string): boolean =>
  isInboxType(type) ? !NOT_ALARMING_CODES.has(code) : ALARMING_CODES.has(code);

/**
 * Middleware that responds to an upstream in plain text: `SUCCESS` once the message is durable, else `<code>
 * <message>`.
 */
export function acknowledge({ function: name, type }: Webhook) {
  return {
    after: (invocation: Invocation): void => {
      invocation.response = plain(200, NOTIFICATION_ACCEPTED);
      logger.info('answered', { operation: name });
    },
    onError: (invocation: Invocation): void => {
      const { error } = invocation;
      if (error instanceof ContractError) {
        const refusal = { operation: name, errorCode: error.code, reason: error.message };
        if (isAlarming(type, error.code)) logger.error('refused', refusal);
        else if (!logRefusedSignIn(invocation, name)) logger.warn('refused', refusal);
        invocation.response = plain(webhookStatusCodes[error.code] ?? 500, `${error.code} ${error.message}`);
      } else {
        logger.error('failed', { operation: name, error: error as Error });
        invocation.response = plain(500, `999999 ${errorCodes['999999']}`);
      }
    },
  };
}

const plain = (statusCode: number, body: string): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
