import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The reads since the last time. */
export interface Reading {
  readonly requests: number;
  /** Items and index rows that the tables read, whether or not they were returned. */
  readonly rows: number;
  /** Read capacity units. */
  readonly units: number;
}

interface Answer {
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
  readonly ScannedCount?: number;
  readonly Item?: object;
  readonly Responses?: Readonly<Record<string, readonly object[]>>;
}
interface Capacity {
  readonly CapacityUnits?: number;
}

/** Meters the client's reads. Returns a function that returns their sum and starts anew. */
export function meterReads(client: DynamoDBClient): () => Reading {
  const nothing: Reading = { requests: 0, rows: 0, units: 0 };
  let sum = nothing;
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
      const result = await next({ ...args, input } as typeof args);
      const answer = result.output as unknown as Answer;
      const { requests, rows, units } = sum;
      sum = { requests: requests + 1, rows: rows + rowsOf(answer), units: units + unitsOf(answer) };
      return result;
    },
    { step: 'initialize', name: 'meterReads' },
  );
  return () => {
    const reading = sum;
    sum = nothing;
    return reading;
  };
}

const unitsOf = ({ ConsumedCapacity = [] }: Answer): number =>
  [ConsumedCapacity].flat().reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);

function rowsOf({ ScannedCount, Item, Responses = {} }: Answer): number {
  if (ScannedCount !== undefined) return ScannedCount;
  return (Item ? 1 : 0) + Object.values(Responses).reduce((total, items) => total + items.length, 0);
}
