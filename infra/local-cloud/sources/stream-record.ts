import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams';
import { REGION } from '../template/values.ts';
import type { StreamRecord } from './stream-batch.ts';

/**
 * Converts a record of the Streams API to the form in which Lambda passes it to a function, `clockOffsetMs` later than
 * this machine's time.
 */
export function toLambdaRecord(record: _Record, streamArn: string, clockOffsetMs = 0): StreamRecord {
  const { ApproximateCreationDateTime, Keys, NewImage, OldImage, ...others } = record.dynamodb ?? {};
  const created =
    ApproximateCreationDateTime && (ApproximateCreationDateTime.getTime() + clockOffsetMs) / 1_000;
  const dynamodb = {
    ...(created !== undefined && { ApproximateCreationDateTime: created }),
    ...(Keys && { Keys: plain(Keys) }),
    ...(NewImage && { NewImage: plain(NewImage) }),
    ...(OldImage && { OldImage: plain(OldImage) }),
    ...others,
    SequenceNumber: others.SequenceNumber ?? '',
  };
  return { ...record, awsRegion: REGION, eventSourceARN: streamArn, dynamodb } as StreamRecord;
}

/** Converts attribute values to JSON, bytes to Base64. */
function plain(values: Record<string, AttributeValue>): unknown {
  const text = JSON.stringify(values, (_, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    // JSON.stringify has already called toJSON on a Buffer.
    const { type, data } = (value ?? {}) as { type?: string; data?: number[] };
    return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data).toString('base64') : value;
  });
  return JSON.parse(text);
}
