import { openResponse, parseResponseEnvelope } from '../../shared/wire/codec/envelope.ts';
import type { RsaPublicKey } from '../../shared/wire/codec/keys.ts';
import { NOTIFICATION_ACCEPTED } from '../../shared/wire/contract/codes.ts';
import { webhookStatusCodes } from '../../shared/wire/contract/webhooks.ts';
import type { ErrorCode } from '../../shared/wire/errors.ts';
import type { HttpHeaders } from '../../shared/wire/signatures/signature-base.ts';
import { HOSTILE_PAN } from './hostile.ts';
import type { Target } from './targets.ts';

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: HttpHeaders;
  readonly body: string;
}

/** Parts of stack traces and of internal errors. */
const INTERNALS =
  /\n\s+at |node:internal|node_modules|\.[cm]?[jt]s:\d+|DynamoDB|Exception\b|TypeError|RangeError/;

/** Returns what is wrong with the target's answer; undefined if it is a documented one. */
export function judge(target: Target, answer: Answer, platformKey: RsaPublicKey): string | undefined {
  if (answer.status >= 500 && !isLater(target, answer))
    return `answers HTTP ${answer.status}: ${answer.body.slice(0, 200)}`;
  if (INTERNALS.test(answer.body)) return `shows internals: ${answer.body.slice(0, 400)}`;
  if (answer.body.includes(HOSTILE_PAN)) return 'answers with a whole card number';
  return target.api === 'webhook' ? judgeText(target, answer) : judgeEnvelope(target, answer, platformKey);
}

/**
 * Whether the answer asks an issuer to repeat a message that came before the order's outcome. It is the only documented
 * answer with a 5xx status.
 */
const isLater = ({ name }: Target, { status, body }: Answer): boolean =>
  name === 'card_operate' && status === 503 && body.startsWith('130001 ');

/** Returns the outcome of a request: its error code, or success. */
export const outcomeOf = ({ body }: Answer): string =>
  body === NOTIFICATION_ACCEPTED || body.includes('"success":true')
    ? 'success'
    : (/\b(1[0-4]\d{4}|999999)\b/.exec(body)?.[0] ?? 'none');

const isCode = (codes: readonly ErrorCode[], code: string): code is ErrorCode =>
  codes.some((known) => known === code);

function judgeText({ codes }: Target, { status, contentType, body }: Answer): string | undefined {
  if (!contentType.startsWith('text/plain')) return `answers ${contentType}`;
  if (status === 200) return body === NOTIFICATION_ACCEPTED ? undefined : `answers 200 ${body}`;
  const code = body.slice(0, 6);
  if (!isCode(codes, code)) return `answers ${body.slice(0, 80)}, which is not documented`;
  return webhookStatusCodes[code] === status ? undefined : `answers ${code} with HTTP ${status}`;
}

function judgeEnvelope({ codes, result }: Target, answer: Answer, key: RsaPublicKey): string | undefined {
  if (answer.status !== 200) return `answers HTTP ${answer.status}`;
  if (answer.contentType !== 'application/json') return `answers ${answer.contentType}`;
  try {
    const envelope = parseResponseEnvelope(answer.body);
    if (!envelope.success) {
      if (isCode(codes, envelope.errorCode)) return undefined;
      return `answers ${envelope.errorCode} ${envelope.errorMsg}, which is not documented`;
    }
    const issues = result?.safeParse(openResponse(envelope, key)).error?.issues;
    return issues && `answers a malformed result: ${JSON.stringify(issues)}`;
  } catch (error) {
    return `answers no envelope (${(error as Error).message}): ${answer.body.slice(0, 200)}`;
  }
}
