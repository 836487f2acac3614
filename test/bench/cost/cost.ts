import { type Call, lineUnits, readUnits, writesOf, writtenUnits } from './call.ts';
import prices from './prices.json' with { type: 'json' };

/** The counts of one operation, with everything that it caused. */
export interface Counts {
  readonly readUnits: number;
  readonly writeUnits: number;
  /** The part of them that statement lines consume. */
  readonly lineUnits: number;
  readonly transactions: number;
  readonly transactionItems: number;
  /** Writes outside of transactions, without statement lines. */
  readonly singleWrites: number;
  readonly apiCalls: number;
  readonly invocations: number;
  readonly sqsRequests: number;
  readonly streamReads: number;
  readonly s3Puts: number;
  readonly logBytes: number;
  readonly billedMs: number;
}

/** Invocations of Lambdas, and what they logged. */
export interface Runs {
  readonly invocations: number;
  /** The part of them that delivered a notification. */
  readonly deliveries: number;
  readonly logBytes: number;
}

export function countsOf(calls: readonly Call[], runs: Runs): Counts {
  const of = (service: Call['service']) => calls.filter((call) => call.service === service);
  return {
    readUnits: readUnits(calls),
    writeUnits: writtenUnits(calls),
    lineUnits: lineUnits(calls),
    ...writesOf(calls),
    apiCalls: 1,
    invocations: runs.invocations,
    sqsRequests: of('sqs').length,
    streamReads: of('streams').length,
    s3Puts: of('s3').length,
    logBytes: runs.logBytes,
    billedMs: billedMs(calls, runs),
  };
}

/**
 * Functions are billed while they wait. Receiving and deleting messages and reading streams are not billed to a
 * function, because Lambda does it.
 */
function billedMs(calls: readonly Call[], { invocations, deliveries }: Runs): number {
  const { ownMs, dynamodbMs, dynamodbTransactionMs, sqsMs, s3Ms, notificationMs } = prices.assumed;
  const waits = calls.map(({ service, action }) => {
    if (service === 'dynamodb') return action === 'TransactWriteItems' ? dynamodbTransactionMs : dynamodbMs;
    if (service === 's3') return s3Ms;
    return action.startsWith('SendMessage') ? sqsMs : 0;
  });
  return invocations * ownMs + waits.reduce((sum, ms) => sum + ms, 0) + deliveries * notificationMs;
}

/** Returns the US dollars per million of the operation, by the prices in `prices.json`. */
export function dollarsPerMillion(counts: Counts): number {
  const { perMillion, lambdaGigabyteSecond, logsGigabyte } = prices;
  return (
    counts.readUnits * perMillion.dynamodbReadUnits +
    counts.writeUnits * perMillion.dynamodbWriteUnits +
    counts.apiCalls * perMillion.apiGatewayCalls +
    counts.invocations * perMillion.lambdaInvocations +
    counts.sqsRequests * perMillion.sqsRequests +
    counts.streamReads * perMillion.streamReads +
    counts.s3Puts * perMillion.s3Puts +
    counts.billedMs * 1_000 * lambdaGigabyteSecond +
    (counts.logBytes / 1_000) * logsGigabyte
  );
}
