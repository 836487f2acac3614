import { SECOND_MS } from '../../runtime/duration.ts';

/** Descriptions of network failures for operators. */
const FAILURES: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'the connection timed out',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed without a response',
  ENOTFOUND: 'the host name was not found',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'a certificate of the chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the chain of certificates is incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
};

/**
 * Describes why an attempt that had `timeoutMs` got no response. `failure` is the code of the network failure or the
 * error's name.
 */
export function describeFailure(failure: string, timeoutMs: number): string {
  const words =
    failure === 'TimeoutError' ? `no response within ${timeoutMs / SECOND_MS} seconds` : FAILURES[failure];
  return words === undefined ? failure : `${words} (${failure})`;
}

/** Describes why a response with this HTTP status did not accept the notification. */
export function describeRejection(status: number): string {
  if (status >= 200 && status < 300) return `HTTP ${status}, but the body was not SUCCESS`;
  if (status >= 300 && status < 400) return `HTTP ${status}, and redirects are not followed`;
  return `HTTP ${status}`;
}
