import type { APIGatewayProxyResult } from 'aws-lambda';
import { ContractError, errorCodes } from '../contract/errors.ts';
import { NOTIFICATION_ACCEPTED } from '../contract/notifications.ts';
import { type Webhook, webhookStatuses } from '../contract/webhooks.ts';
import { logger } from './logger.ts';
import type { Invocation } from './session.ts';

/** The upstream's books and ours differ: a person has to look. */
const CONTRADICTIONS: ReadonlySet<string> = new Set(['110004', '110009']);

/** Answers an upstream in plain text: `SUCCESS` once what it told is durable, else `<code> <message>`. */
export function acknowledge({ function: name }: Webhook) {
  return {
    after: (invocation: Invocation): void => {
      invocation.response = plain(200, NOTIFICATION_ACCEPTED);
      logger.info('answered', { operation: name });
    },
    onError: (invocation: Invocation): void => {
      const { error } = invocation;
      if (error instanceof ContractError) {
        const refusal = { operation: name, errorCode: error.code, reason: error.message };
        if (CONTRADICTIONS.has(error.code)) logger.error('refused', refusal);
        else logger.warn('refused', refusal);
        invocation.response = plain(webhookStatuses[error.code] ?? 500, `${error.code} ${error.message}`);
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
