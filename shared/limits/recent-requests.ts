import { createHash } from 'node:crypto';

/** Requests remembered at once: a few megabytes. */
const KEPT = 20_000;

/** What this process has let in lately, by sender and content: however it is sealed, the same again is a repeat. */
export class RecentRequests {
  readonly #known = new Set<string>();

  has(request: string): boolean {
    return this.#known.has(request);
  }

  /** Remembers the request; of more than there is room for, the oldest is forgotten. */
  add(request: string): void {
    this.#known.add(request);
    if (this.#known.size <= KEPT) return;
    const [oldest = ''] = this.#known;
    this.#known.delete(oldest);
  }
}

/** What names a sender's request among those that are remembered. */
export const requestDigest = (userNo: string, content: object): string =>
  createHash('sha256')
    .update(`${userNo} ${JSON.stringify(content)}`)
    .digest('base64');
