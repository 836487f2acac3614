import type { DynamoDBRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { imageStreamWorker } from '../../../shared/lambda/image-stream-worker.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';
import { capturingLog } from '../../support/fixtures/captured-log.ts';

const record = (pk: string, available: string, SequenceNumber: string): DynamoDBRecord => ({
  dynamodb: {
    Keys: { pk: { S: pk }, sk: { S: 'balance/card/USD' } },
    NewImage: { pk: { S: pk }, sk: { S: 'balance/card/USD' }, available: { N: available } },
    SequenceNumber,
  },
});

it('works on a batch at once, and reports failures by sequence number', async () => {
  const seen: Item[] = [];
  const handler = imageStreamWorker(async (images) => {
    seen.push(...images);
    return new Map([[1, new RangeError('out of reach')]]);
  });
  const Records = [record('card/1', '9007199254740993', 's1'), record('card/2', '5', 's2')];
  const { value, lines } = await capturingLog(() => handler({ Records }));
  expect(value).toEqual({ batchItemFailures: [{ itemIdentifier: 's2' }] });
  expect(seen.map(({ pk, available }) => [pk, available])).toEqual([
    ['card/1', 9_007_199_254_740_993n],
    ['card/2', 5],
  ]);
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'ERROR',
      pk: 'card/2',
      error: expect.objectContaining({ name: 'RangeError' }),
    }),
  );
});
