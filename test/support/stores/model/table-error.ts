/** What DynamoDB refuses whatever stands in its tables: a defect of the writer, never a condition of business. */
export class TableError extends Error {
  override readonly name = 'TableError';
}
