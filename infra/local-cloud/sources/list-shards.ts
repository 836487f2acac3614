import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';

/** Returns all shards of a stream. */
export async function listShards(send: DynamoDBStreamsClient['send'], StreamArn: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const request = { StreamArn, ...(ExclusiveStartShardId && { ExclusiveStartShardId }) };
    const { StreamDescription } = await send(new DescribeStreamCommand(request));
    shards.push(...(StreamDescription?.Shards ?? []));
    ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
  } while (ExclusiveStartShardId);
  return shards;
}
