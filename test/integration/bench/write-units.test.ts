import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { tableVariable } from '../../../shared/runtime/store/tables.ts';
import type { Item } from '../../bench/cost/item.ts';
import { together, writeUnits } from '../../bench/cost/write-units.ts';
import { createTables } from '../../support/stores/tables.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new DynamoDBClient({ endpoint: inject('dynamodbEndpoint'), region: 'us-east-1', credentials });
let TableName = '';
beforeAll(async () => {
  const environment = await createTables(client, `units-${process.pid}`);
  TableName = environment[tableVariable('orders')] ?? '';
});
afterAll(() => client.destroy());

const text = (most: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: most }).map((S) => ({ S }));
const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map((N) => ({ N: String(N) }));

/**
 * Versions of one order: with and without its index keys, small and large, and changed in attributes that no index
 * projects.
 */
const order = fc
  .record(
    {
      userNo: fc.constantFrom({ S: '1' }, { S: '2' }),
      cardId: fc.constantFrom({ S: '7' }, { S: '8' }),
      groupId: text(5),
      due: fc.record({ dueShard: fc.constant({ S: '0' }), dueAt: number }),
      status: fc.constantFrom({ S: 'pending' }, { S: 'success' }),
      opType: number,
      failure: text(2_000),
      opening: fc.dictionary(fc.stringMatching(/^[a-z]{1,20}$/), text(300)).map((M) => ({ M })),
      flags: fc.array(fc.boolean().map((BOOL) => ({ BOOL }))).map((L) => ({ L })),
    },
    { requiredKeys: [] },
  )
  // Both keys of the index or neither: DynamoDB Local counts an index entry for one key alone, although there is none.
  .map(
    ({ due, ...attributes }): Item => ({ pk: { S: 'order/1' }, orderId: { S: '1' }, ...attributes, ...due }),
  );

it('charges the write units that DynamoDB reports', async () => {
  await fc.assert(
    fc.asyncProperty(order, async (after) => {
      const { Item: before } = await client.send(
        new GetItemCommand({ TableName, Key: { pk: { S: 'order/1' } } }),
      );
      const input = { TableName, Item: after, ReturnConsumedCapacity: 'TOTAL' } as PutItemCommandInput;
      const { ConsumedCapacity } = await client.send(new PutItemCommand(input));
      const units = writeUnits('orders', before as Item | undefined, after, false);
      expect(together(units)).toBe(ConsumedCapacity?.CapacityUnits);
    }),
    { numRuns: 120 },
  );
});
