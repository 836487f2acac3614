import type { Books } from '../../shared/audit/books.ts';

/** The books without what a refused request leaves: the time of the first refusal of its number. */
export function withoutRefusals(books: Books): Books {
  const { answers, items } = books;
  const orders = items.orders.filter(
    ({ refusedAt, fingerprint }) => refusedAt === undefined || fingerprint !== undefined,
  );
  return {
    ...books,
    answers: answers.filter(({ answer }) => Object.keys(answer).length > 0),
    items: { ...items, orders },
  };
}
