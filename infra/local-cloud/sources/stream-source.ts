import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { Invocable } from '../lambda/lambda-function.ts';
import { backoffMs, sleep } from './backoff.ts';
import { Checkpoints } from './checkpoints.ts';
import type { EventFilter } from './event-filter.ts';
import type { SourceOptions } from './source-options.ts';
import { type BatchPolicy, StreamBatches, type StreamRecord } from './stream-batch.ts';
import { toLambdaRecord } from './stream-record.ts';

/** A table stream that invokes a function. */
export interface StreamMapping {
  readonly id: string;
  readonly streamArn: string;
  readonly lambda: Invocable;
  readonly batchSize: number;
  readonly filter: EventFilter;
  readonly policy: BatchPolicy;
}

/** The part of the Streams API's client that is used. */
export type StreamsClient = Pick<DynamoDBStreamsClient, 'send'>;

const SHARD_REFRESH_MS = 1_000;
const BUSY_POLL_MS = 80;
const IDLE_POLL_MS = 400;
/** After so many reads in a row without a record, some seconds, a stream counts as idle. */
const IDLE_AFTER_READS = 60;

/** Returns the delay after so many reads in a row without a record: an idle cloud should not load the machine. */
export const pollIntervalMs = (emptyReads: number): number =>
  emptyReads > IDLE_AFTER_READS ? IDLE_POLL_MS : BUSY_POLL_MS;

/**
 * Reads a stream from its checkpoint, parent shards before their children, and delivers the records that pass the
 * filter until the signal aborts. At least once: a batch whose end was not recorded is delivered again.
 */
export class StreamSource {
  readonly #mapping: StreamMapping;
  readonly #client: StreamsClient;
  readonly #signal: AbortSignal;
  readonly #onError: SourceOptions['onError'];
  readonly #checkpoints: Checkpoints;
  readonly #reading = new Map<string, Promise<void>>();

  constructor(
    mapping: StreamMapping,
    client: StreamsClient,
    options: SourceOptions & { readonly checkpointFile: string },
  ) {
    this.#mapping = mapping;
    this.#client = client;
    this.#signal = options.signal;
    this.#onError = options.onError;
    this.#checkpoints = new Checkpoints(options.checkpointFile, mapping.streamArn);
  }

  async run(): Promise<void> {
    let failures = 0;
    while (!this.#signal.aborted) {
      try {
        this.#startReaders(await this.#shards());
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#report(error);
      }
      await sleep(Math.max(SHARD_REFRESH_MS, failures && backoffMs(failures)), this.#signal);
    }
    await Promise.all(this.#reading.values());
  }

  /** Starts to read each shard whose parent has been read to its end or no longer exists. */
  #startReaders(shards: readonly Shard[]): void {
    const ids = new Set(shards.map(({ ShardId = '' }) => ShardId));
    this.#checkpoints.keepOnly(ids);
    const finished = (id: string) => this.#checkpoints.position(id) === 'end';
    for (const { ShardId: id = '', ParentShardId: parent } of shards) {
      if (this.#reading.has(id) || finished(id)) continue;
      if (parent && ids.has(parent) && !finished(parent)) continue;
      const reading = this.#readShard(id).finally(() => this.#reading.delete(id));
      this.#reading.set(id, reading);
    }
  }

  async #shards(): Promise<Shard[]> {
    const StreamArn = this.#mapping.streamArn;
    const shards: Shard[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const request = { StreamArn, ...(ExclusiveStartShardId && { ExclusiveStartShardId }) };
      const { StreamDescription } = await this.#send(new DescribeStreamCommand(request));
      shards.push(...(StreamDescription?.Shards ?? []));
      ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
    } while (ExclusiveStartShardId);
    return shards;
  }

  /** Reads a shard to its end. Gives up on an error; the next round starts again from the checkpoint. */
  async #readShard(id: string): Promise<void> {
    try {
      let iterator = await this.#iterator(id);
      let empty = 0;
      while (iterator && !this.#signal.aborted) {
        const request = { ShardIterator: iterator, Limit: 1_000 };
        const { Records = [], NextShardIterator } = await this.#send(new GetRecordsCommand(request));
        await this.#deliver(
          id,
          Records.map((record) => toLambdaRecord(record, this.#mapping.streamArn)),
        );
        empty = Records.length > 0 ? 0 : empty + 1;
        if (empty > 0) await sleep(pollIntervalMs(empty), this.#signal);
        iterator = NextShardIterator;
      }
      if (!this.#signal.aborted) this.#checkpoints.save(id, 'end');
    } catch (error) {
      // The records after the checkpoint have been trimmed: the rest is read from its beginning.
      if (error instanceof TrimmedDataAccessException) this.#checkpoints.forget(id);
      if (error instanceof ExpiredIteratorException) return;
      this.#report(error);
      await sleep(SHARD_REFRESH_MS, this.#signal);
    }
  }

  #report(error: unknown): void {
    if (!this.#signal.aborted) this.#onError(`reading ${this.#mapping.streamArn}`, error);
  }

  async #iterator(ShardId: string): Promise<string | undefined> {
    const position = this.#checkpoints.position(ShardId);
    const start: Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'SequenceNumber'> =
      position && position !== 'end'
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.after }
        : { ShardIteratorType: 'TRIM_HORIZON' };
    const request = { StreamArn: this.#mapping.streamArn, ShardId, ...start };
    return (await this.#send(new GetShardIteratorCommand(request))).ShardIterator;
  }

  async #deliver(shardId: string, records: readonly StreamRecord[]): Promise<void> {
    const { lambda, policy, filter, batchSize } = this.#mapping;
    const done = ({ dynamodb }: StreamRecord) =>
      this.#checkpoints.save(shardId, { after: dynamodb.SequenceNumber });
    const options = { signal: this.#signal, onError: this.#onError, done };
    const batches = new StreamBatches(lambda, policy, options);
    const wanted = records.filter((record) => filter(record));
    for (let start = 0; start < wanted.length && !this.#signal.aborted; start += batchSize)
      await batches.deliver(wanted.slice(start, start + batchSize));
    const last = records.at(-1);
    if (last && last !== wanted.at(-1) && !this.#signal.aborted) done(last);
  }

  #send: DynamoDBStreamsClient['send'] = ((command: never) =>
    this.#client.send(command, { abortSignal: this.#signal })) as never;
}
