/** The environment variable with the timeout of one attempt at an AWS call, in milliseconds. */
export const CALL_TIMEOUT_VARIABLE = 'AWS_CALL_TIMEOUT_MS';

/** The SDK's default. */
const MAX_ATTEMPTS = 3;

/**
 * Retry settings for AWS clients. A hanging connection is abandoned in time for another attempt at the same request;
 * transactions carry a token, so they still happen once. Without the variable there is no timeout.
 */
export function awsClientSettings(environment: NodeJS.ProcessEnv) {
  const timeout = Number(environment[CALL_TIMEOUT_VARIABLE] ?? 0);
  if (!(timeout > 0)) return {};
  return {
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: timeout,
      requestTimeout: timeout,
      // Without this, the SDK only logs a warning.
      throwOnRequestTimeout: true,
    },
  };
}
