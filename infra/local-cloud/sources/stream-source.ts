import {
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { Invocable, LambdaFunction } from '../lambda/lambda-function.ts';
import { backoffMs, sleep } from './backoff.ts';
import { Checkpoints } from './checkpoints.ts';
import type { EventFilter } from './event-filter.ts';
import { listShards } from './list-shards.ts';
import { ReadPacing } from './read-pacing.ts';
import type { SourceOptions } from './source-options.ts';
import { type BatchPolicy, StreamBatches, type StreamRecord } from './stream-batch.ts';
import { toLambdaRecord } from './stream-record.ts';

/** A table stream that invokes a function. */
export interface StreamMapping {
  readonly id: string;
  readonly streamArn: string;
  /** The functions that know the stream's table, and so may write to it. */
  readonly writers: readonly Pick<LambdaFunction, 'onInvocationEnd'>[];
  readonly lambda: Invocable;
  readonly batchSize: number;
  readonly filter: EventFilter;
  readonly policy: BatchPolicy;
}

/** Reads one shard. After its next read it answers all who `asked` whether there was nothing to deliver. */
interface Reader {
  readonly done: Promise<void>;
  readonly pacing: ReadPacing;
  readonly asked: ((wasEmpty: boolean) => void)[];
}

/** The part of the Streams API's client that is used. */
export type StreamsClient = Pick<DynamoDBStreamsClient, 'send'>;

/** The time between two looks for new shards at least, and while all known ones are being read: new ones are rare. */
const SHARD_REFRESH_MS = 1_000;
const QUIET_SHARD_REFRESH_MS = 10_000;

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
  readonly #clockOffsetMs: () => number;
  readonly #reading = new Map<string, Reader>();
  readonly #started = Promise.withResolvers<void>();

  constructor(
    mapping: StreamMapping,
    client: StreamsClient,
    options: SourceOptions & { readonly checkpointFile: string; readonly clockOffsetMs?: () => number },
  ) {
    this.#mapping = mapping;
    this.#client = client;
    this.#signal = options.signal;
    this.#onError = options.onError;
    this.#clockOffsetMs = options.clockOffsetMs ?? (() => 0);
    this.#checkpoints = new Checkpoints(options.checkpointFile, mapping.streamArn, this.#report);
    for (const writer of mapping.writers) writer.onInvocationEnd(this.hint);
  }

  /** Something may have been written to the table. */
  readonly hint = (): void => {
    for (const { pacing } of this.#reading.values()) pacing.hint();
  };

  /** Reads every shard once more to what is now its end. Returns whether it found nothing to deliver. */
  async readToEnd(): Promise<boolean> {
    await this.#started.promise;
    const found = [...this.#reading.values()].map(({ pacing, asked }) => {
      const answer = Promise.withResolvers<boolean>();
      asked.push(answer.resolve);
      pacing.hint();
      return answer.promise;
    });
    return (await Promise.all(found)).every((wasEmpty) => wasEmpty);
  }

  async run(): Promise<void> {
    let failures = 0;
    while (!this.#signal.aborted) {
      try {
        this.#startReaders(await listShards(this.#send, this.#mapping.streamArn));
        this.#started.resolve();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#report(error);
      }
      const readers = [...this.#reading.values()].map(({ done }) => done);
      await sleep(Math.max(SHARD_REFRESH_MS, failures && backoffMs(failures)), this.#signal);
      if (failures === 0 && readers.length > 0) await this.#untilOneEnds(readers);
    }
    await Promise.all([...this.#reading.values()].map(({ done }) => done));
    this.#checkpoints.flush();
    this.#started.resolve();
  }

  /** Waits for the end of one of the readers, but not for ever: there may be another shard beside theirs. */
  async #untilOneEnds(readers: readonly Promise<void>[]): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, this.#signal]);
    await Promise.race([sleep(QUIET_SHARD_REFRESH_MS, signal), ...readers]);
    ended.abort();
  }

  /** Starts to read each shard whose parent has been read to its end or no longer exists. */
  #startReaders(shards: readonly Shard[]): void {
    const ids = new Set(shards.map(({ ShardId = '' }) => ShardId));
    this.#checkpoints.keepOnly(ids);
    const finished = (id: string) => this.#checkpoints.position(id) === 'end';
    for (const { ShardId: id = '', ParentShardId: parent } of shards) {
      if (this.#reading.has(id) || finished(id)) continue;
      if (parent && ids.has(parent) && !finished(parent)) continue;
      const pacing = new ReadPacing();
      const asked: Reader['asked'] = [];
      const done = this.#readShard(id, pacing, asked).finally(() => {
        this.#reading.delete(id);
        for (const answer of asked.splice(0)) answer(false);
      });
      this.#reading.set(id, { done, pacing, asked });
    }
  }

  /** Reads a shard to its end. Gives up on an error; the next round starts again from the checkpoint. */
  async #readShard(id: string, pacing: ReadPacing, asked: Reader['asked']): Promise<void> {
    try {
      let iterator = await this.#iterator(id);
      while (iterator && !this.#signal.aborted) {
        const request = { ShardIterator: iterator, Limit: 1_000 };
        const askedBefore = asked.length;
        const { Records = [], NextShardIterator } = await this.#send(new GetRecordsCommand(request));
        await this.#deliver(
          id,
          Records.map((record) => toLambdaRecord(record, this.#mapping.streamArn, this.#clockOffsetMs())),
        );
        for (const answer of asked.splice(0, askedBefore)) answer(Records.length === 0);
        iterator = NextShardIterator;
        if (iterator) await pacing.untilDue(Records.length > 0, this.#signal);
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

  readonly #report = (error: unknown): void => {
    if (!this.#signal.aborted) this.#onError(`reading ${this.#mapping.streamArn}`, error);
  };

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
