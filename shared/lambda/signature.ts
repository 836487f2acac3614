import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { AuthenticationFailed } from '../contract/errors.ts';
import type { Counterparty } from '../merchants/counterparty.ts';
import type { Platform } from '../platform/platform.ts';
import { newNonce } from '../platform/random.ts';
import { signAnswer } from '../signatures/answer.ts';
import { SignatureInvalid } from '../signatures/errors.ts';
import { type ReceivedRequest, type VerifiedSignature, verifyRequest } from '../signatures/request.ts';
import type { Signer } from '../signatures/signed.ts';
import { bodyOf, uniform } from './session.ts';

/**
 * The request's signature, checked; undefined where it has none and its sender need not sign. What is wrong with it is one
 * AuthenticationFailed, like every other fault of who is not known yet (contract section 1.1).
 */
export function checkSignature(
  { counterpartyKeys, now }: Platform,
  event: APIGatewayProxyEvent,
  party: Counterparty,
): VerifiedSignature | undefined {
  const keys = counterpartyKeys.publicKeys(party);
  const signature = uniform(() => verifyRequest(received(event), { keyId: party.userNo, keys }, now()));
  if (!signature && party.requireSignature)
    throw new AuthenticationFailed({ cause: new SignatureInvalid('absent') });
  return signature;
}

/** The answer to a signed request, signed. */
export function signedAnswer(
  answer: APIGatewayProxyResult,
  request: VerifiedSignature,
  signer: Signer,
  { now, random }: Platform,
): APIGatewayProxyResult {
  const { statusCode: status, headers, body } = answer;
  const signature = signAnswer({ status, body }, request, signer, { now: now(), nonce: newNonce(random) });
  return { ...answer, headers: { ...headers, ...signature } };
}

/** The path is the one on the wire: the stage or base path that API Gateway takes off elsewhere is in it. */
const received = (event: APIGatewayProxyEvent): ReceivedRequest => ({
  method: event.httpMethod,
  path: event.requestContext.path,
  headers: linesByName(event),
  body: bodyOf(event),
});

/** Every line of every header, by lower-case names: two spellings of one name are two lines of it. */
function linesByName({ headers, multiValueHeaders }: APIGatewayProxyEvent): Record<string, string[]> {
  const lines: Record<string, string[]> = Object.create(null);
  for (const [name, values = []] of Object.entries(multiValueHeaders ?? headers ?? {})) {
    const key = name.toLowerCase();
    lines[key] = [...(lines[key] ?? []), ...[values].flat()];
  }
  return lines;
}
