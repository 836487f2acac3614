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
 * The request's signature, checked; undefined where it has none and its sender need not sign. What is wrong with it is one
 * AuthenticationFailed, like every other fault of who is not known yet (contract section 1.1).
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

/** The answer to a signed request, signed. */
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

/** The path is the one on the wire: the stage or base path that API Gateway takes off elsewhere is in it. */
const receivedRequest = (event: APIGatewayProxyEvent): ReceivedRequest => ({
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
