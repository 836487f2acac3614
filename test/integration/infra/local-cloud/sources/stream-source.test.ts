import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compileFilter } from '../../../../../infra/local-cloud/sources/event-filter.ts';
import { StreamSource, type StreamsClient } from '../../../../../infra/local-cloud/sources/stream-source.ts';
import { newDataDir } from '../fixture/cloud-fixture.ts';

// DynamoDB Local splits shards and trims records only after hours, so a script stands in for it.

interface ScriptedShard {
  readonly parent?: string;
  readonly records: string[];
  readonly closed?: boolean;
}

let dir: string;
beforeEach(() => {
  dir = newDataDir();
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Returns a stream whose records are sequence numbers. An iterator names its shard and the next record. */
function scripted(shards: Record<string, ScriptedShard>, failures: Error[] = []): StreamsClient {
  const answer = (command: unknown): object => {
    if (command instanceof DescribeStreamCommand)
      return {
        StreamDescription: {
          Shards: Object.entries(shards).map(([ShardId, { parent }]) => ({
            ShardId,
            ...(parent && { ParentShardId: parent }),
          })),
        },
      };
    const failure = failures.shift();
    if (failure) throw failure;
    if (command instanceof GetShardIteratorCommand) {
      const { ShardId = '', SequenceNumber } = command.input;
      const start = SequenceNumber ? (shards[ShardId]?.records.indexOf(SequenceNumber) ?? 0) + 1 : 0;
      return { ShardIterator: `${ShardId}:${start}` };
    }
    const [id = '', start] = String((command as GetRecordsCommand).input.ShardIterator).split(':');
    const { records = [], closed } = shards[id] ?? {};
    return {
      Records: records
        .slice(Number(start))
        .map((SequenceNumber) => ({ eventName: 'INSERT', dynamodb: { SequenceNumber } })),
      ...(!closed && { NextShardIterator: `${id}:${records.length}` }),
    };
  };
  return { send: async (command: unknown) => answer(command) } as unknown as StreamsClient;
}

/** When the function stops the reading: before or after it returns. */
type End = 'before the answer' | 'after the answer';

/** Reads a stream until `count` records were handed over. Returns them in order. */
async function read(
  client: StreamsClient,
  count: number,
  { streamArn = 'arn:stream', end = 'after the answer' as End } = {},
): Promise<string[]> {
  const stopping = new AbortController();
  const handed: string[] = [];
  const invoke = async (event: unknown) => {
    const { Records } = event as { Records: { dynamodb: { SequenceNumber: string } }[] };
    handed.push(...Records.map(({ dynamodb }) => dynamodb.SequenceNumber));
    // The response arrives and is recorded before the reading stops.
    if (handed.length >= count)
      if (end === 'before the answer') stopping.abort();
      else setImmediate(() => stopping.abort());
    return null;
  };
  const policy = { reportsItemFailures: true, bisects: true, maximumRetryAttempts: 3 };
  const filter = compileFilter([], 'here');
  const mapping = { id: 'm', streamArn, writers: [], lambda: { invoke }, batchSize: 2, filter, policy };
  await new StreamSource(mapping, client, {
    checkpointFile: join(dir, 'm.json'),
    signal: stopping.signal,
    onError: () => undefined,
  }).run();
  return handed;
}

const checkpoint = () => JSON.parse(readFileSync(join(dir, 'm.json'), 'utf8'));

it('reads a shard only when its parent has been read to its end', async () => {
  const shards = {
    child: { parent: 'root', records: ['3', '4'] },
    root: { parent: 'long gone', records: ['1', '2'], closed: true },
  };
  expect(await read(scripted(shards), 4)).toEqual(['1', '2', '3', '4']);
  expect(checkpoint()).toEqual({
    streamArn: 'arn:stream',
    shards: { root: 'end', child: { after: '4' } },
  });
});

it('continues after the last processed record', async () => {
  const shards = { only: { records: ['1', '2', '3'] } };
  expect(await read(scripted(shards), 3)).toEqual(['1', '2', '3']);
  shards.only.records.push('4');
  expect(await read(scripted(shards), 1)).toEqual(['4']);
});

it('begins with the oldest record when the records after its checkpoint are gone', async () => {
  const shards = { only: { records: ['1', '2'] } };
  await read(scripted(shards), 2);
  const trimmed = new TrimmedDataAccessException({ message: 'trimmed', $metadata: {} });
  const later = { only: { records: ['8', '9'] } };
  expect(await read(scripted(later, [trimmed]), 2)).toEqual(['8', '9']);
});

it('requests another iterator when one has expired or the service was unreachable', async () => {
  const expired = new ExpiredIteratorException({ message: 'expired', $metadata: {} });
  const failures = [expired, new Error('connection refused')];
  expect(await read(scripted({ only: { records: ['1'] } }, failures), 1)).toEqual(['1']);
});

it('ignores the checkpoint of another stream', async () => {
  const shards = { only: { records: ['1', '2'] } };
  await read(scripted(shards), 2);
  expect(await read(scripted(shards), 2, { streamArn: 'arn:another' })).toEqual(['1', '2']);
});

it('forgets shards that no longer exist', async () => {
  await read(scripted({ old: { records: ['1'] } }), 1);
  await read(scripted({ new: { records: ['2'] } }), 1);
  expect(checkpoint().shards).toEqual({ new: { after: '2' } });
});

it('leaves no half-written checkpoint behind', async () => {
  writeFileSync(join(dir, 'm.json.draft'), '{"streamArn":"arn:str');
  expect(await read(scripted({ only: { records: ['1'] } }), 1)).toEqual(['1']);
  expect(existsSync(join(dir, 'm.json.draft'))).toBe(false);
});

it('delivers again what was in work when it was stopped', async () => {
  const shards = { only: { records: ['1', '2', '3', '4'] } };
  expect(await read(scripted(shards), 4, { end: 'before the answer' })).toEqual(['1', '2', '3', '4']);
  expect(checkpoint().shards).toEqual({ only: { after: '2' } });
  expect(await read(scripted(shards), 2)).toEqual(['3', '4']);
});

it('begins to read a child soon after its parent has ended, while others are still read', async () => {
  const shards = {
    other: { records: [] },
    root: { records: ['1'], closed: true },
    child: { parent: 'root', records: ['2'] },
  };
  expect(await read(scripted(shards), 2)).toEqual(['1', '2']);
});

it('reads again as soon as a function that may write has ended', async () => {
  const shards = { only: { records: [] as string[] } };
  const listeners: (() => void)[] = [];
  const stopping = new AbortController();
  const handed = Promise.withResolvers<unknown>();
  const reads = Promise.withResolvers<void>();
  const script = scripted(shards);
  const client = {
    send: async (command: never) => {
      if ((command as unknown) instanceof GetRecordsCommand) reads.resolve();
      return script.send(command);
    },
  } as unknown as StreamsClient;
  const source = new StreamSource(
    {
      id: 'm',
      streamArn: 'arn:stream',
      writers: [{ onInvocationEnd: (listener) => listeners.push(listener) }],
      lambda: { invoke: async (event) => handed.resolve(event) },
      batchSize: 2,
      filter: compileFilter([], 'here'),
      policy: { reportsItemFailures: true, bisects: true, maximumRetryAttempts: 3 },
    },
    client,
    { checkpointFile: join(dir, 'm.json'), signal: stopping.signal, onError: () => undefined },
  );
  const running = source.run();
  await reads.promise;
  shards.only.records.push('1');
  for (const listener of listeners) listener();
  expect(listeners).toHaveLength(1);
  expect(await handed.promise).toMatchObject({ Records: [{ dynamodb: { SequenceNumber: '1' } }] });
  stopping.abort();
  await running;
});
