import { createHash } from 'node:crypto';
import { dropOldest } from '../../../runtime/bounded-map.ts';

/** Maximum number of requests to remember: a few megabytes. */
const MAX_REMEMBERED = 20_000;

/** Remembers the requests that this process admitted recently, by sender and content, however they were sealed. */
export class ReplayCache {
  readonly #digests = new Set<string>();

  has(digest: string): boolean {
    return this.#digests.has(digest);
  }

  /** Remembers a request; forgets the oldest when the cache is full. */
  add(digest: string): void {
    this.#digests.add(digest);
    dropOldest(this.#digests, MAX_REMEMBERED);
  }
}

/** Identifies a sender's request in the cache. */
export const requestDigest = (userNo: string, content: object): string =>
  createHash('sha256')
    .update(`${userNo} ${JSON.stringify(content)}`)
    .digest('base64');
