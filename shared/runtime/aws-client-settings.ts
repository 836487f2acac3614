/** The variable that says how many milliseconds a call to AWS may take before it is made again. */
export const CALL_TIMEOUT_VARIABLE = 'AWS_CALL_TIMEOUT_MS';

/** As many as the SDK makes unless told. */
const MAX_ATTEMPTS = 3;

/**
 * How the clients of AWS wait. A connection that hangs is given up in time for another attempt, of the same request: a
 * transaction has its token, so that it happens once. Where no time is told a call takes what it takes.
 */
export function awsClientSettings(environment: NodeJS.ProcessEnv) {
  const timeout = Number(environment[CALL_TIMEOUT_VARIABLE] ?? 0);
  if (!(timeout > 0)) return {};
  return {
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: timeout,
      requestTimeout: timeout,
      // Without it the SDK only warns.
      throwOnRequestTimeout: true,
    },
  };
}
