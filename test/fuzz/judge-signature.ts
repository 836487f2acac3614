import type { RsaPublicKey } from '../../shared/wire/codec/keys.ts';
import type { SignatureHeaders } from '../../shared/wire/signatures/sign-message.ts';
import { SignatureInvalid } from '../../shared/wire/signatures/signature-errors.ts';
import { verifyResponse } from '../../shared/wire/signatures/signed-response.ts';
import type { Body } from './bodies.ts';
import { type Answer, outcomeOf } from './judge.ts';

/** Outcomes of requests that were refused before their sender was authenticated. */
const REFUSED_BEFORE_AUTHENTICATION = ['100001', '100002', '100004', '100005', 'none'];

interface Exchange {
  /** The headers of the request's signature. */
  readonly sent: Partial<SignatureHeaders>;
  readonly keyId: string;
  readonly platformKey: RsaPublicKey;
}

/** Returns what is wrong with the answer in view of the request's signature; undefined if nothing is. */
export function judgeSignature(body: Body, answer: Answer, exchange: Exchange): string | undefined {
  if (body.kind !== 'envelope') return undefined;
  const { target, signing } = body;
  const outcome = outcomeOf(answer);
  const isEarly = REFUSED_BEFORE_AUTHENTICATION.includes(outcome);
  if (signing.how === 'wrongly' && !isEarly) return `accepts a signature with ${signing.wrong}: ${outcome}`;
  if (signing.how !== 'well' || target.api === 'webhook' || isEarly) return undefined;
  return isAnswerSigned(answer, exchange)
    ? undefined
    : `answers ${outcome} without a signature that belongs to the request`;
}

function isAnswerSigned({ status, body, headers }: Answer, { sent, keyId, platformKey }: Exchange): boolean {
  const sender = { keyId, keys: [platformKey] };
  try {
    return verifyResponse({ status, body, headers }, sent as SignatureHeaders, sender, Date.now());
  } catch (error) {
    if (error instanceof SignatureInvalid) return false;
    throw error;
  }
}
