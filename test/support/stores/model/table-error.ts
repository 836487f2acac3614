/** A request that DynamoDB refuses for any items, in the words of its ValidationException: a defect of the caller. */
export class TableError extends Error {
  override readonly name = 'TableError';
}
