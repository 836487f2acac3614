/** A request that DynamoDB refuses for any items: a defect of the caller. */
export class TableError extends Error {
  override readonly name = 'TableError';
}
