import { createHash } from 'node:crypto';

/** Requests remembered at once: a few megabytes. */
const MAX_REMEMBERED = 20_000;

/** What this process has let in lately, by sender and content: however it is sealed, the same again is a repeat. */
export class ReplayCache {
  readonly #digests = new Set<string>();

  has(digest: string): boolean {
    return this.#digests.has(digest);
  }

  /** Remembers the request; of more than there is room for, the oldest is forgotten. */
  add(digest: string): void {
    this.#digests.add(digest);
    if (this.#digests.size <= MAX_REMEMBERED) return;
    const [oldest = ''] = this.#digests;
    this.#digests.delete(oldest);
  }
}

/** What names a sender's request among those that are remembered. */
export const requestDigest = (userNo: string, content: object): string =>
  createHash('sha256')
    .update(`${userNo} ${JSON.stringify(content)}`)
    .digest('base64');
