import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Dependencies } from '../domain/dependencies.ts';
import type { Counterparty } from '../domain/parties/counterparty.ts';
import { newNonce } from '../runtime/random.ts';
import { AuthenticationFailed } from '../wire/errors.ts';
import type { Signer } from '../wire/signatures/sign-message.ts';
import { SignatureInvalid } from '../wire/signatures/signature-errors.ts';
import {
  type ReceivedRequest,
  type VerifiedSignature,
  verifyRequest,
} from '../wire/signatures/signed-request.ts';
import { signResponse } from '../wire/signatures/signed-response.ts';
import { bodyOf, maskFailures } from './session.ts';

/**
 * Verifies the request's signature. Returns undefined when there is none and the sender need not sign (contract section
 * 1.1).
 *
 * @throws AuthenticationFailed when the signature is invalid, or missing although the sender must sign
 */
export function checkSignature(
  { counterpartyKeys, now }: Dependencies,
  event: APIGatewayProxyEvent,
  party: Counterparty,
): VerifiedSignature | undefined {
  const keys = counterpartyKeys.publicKeys(party);
  const signature = maskFailures(() =>
    verifyRequest(receivedRequest(event), { keyId: party.userNo, keys }, now()),
  );
  if (!signature && party.requireSignature)
    throw new AuthenticationFailed({ cause: new SignatureInvalid('absent') });
  return signature;
}

/** Adds the signature to the response to a signed request. */
export function withResponseSignature(
  response: APIGatewayProxyResult,
  request: VerifiedSignature,
  signer: Signer,
  { now, random }: Dependencies,
): APIGatewayProxyResult {
  const { statusCode: status, headers, body } = response;
  const signature = signResponse({ status, body }, request, signer, { now: now(), nonce: newNonce(random) });
  return { ...response, headers: { ...headers, ...signature } };
}

/** Uses the path on the wire, including the stage or base path that API Gateway removes elsewhere. */
const receivedRequest = (event: APIGatewayProxyEvent): ReceivedRequest => ({
  method: event.httpMethod,
  path: event.requestContext.path,
  headers: linesByName(event),
  body: bodyOf(event),
});

/** Returns all lines of all headers by lower-case name. Two spellings of one name are two lines of the same header. */
function linesByName({ headers, multiValueHeaders }: APIGatewayProxyEvent): Record<string, string[]> {
  const lines: Record<string, string[]> = Object.create(null);
  for (const [name, values = []] of Object.entries(multiValueHeaders ?? headers ?? {})) {
    const key = name.toLowerCase();
    lines[key] = [...(lines[key] ?? []), ...[values].flat()];
  }
  return lines;
}
