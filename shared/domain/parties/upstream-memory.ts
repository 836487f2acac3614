import { isDeepStrictEqual } from 'node:util';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import { findUpstream, type Upstream, upstreamFrom } from './upstream.ts';

/** The upstream's record has changed since it was remembered: the request has to be authenticated anew. */
export class UpstreamChanged extends Error {
  override readonly name = 'UpstreamChanged';
}

/** A record as this process read it last. What is done on the strength of it takes effect once it was confirmed. */
export class RememberedUpstream {
  readonly upstream: Upstream;
  #isConfirmed = false;

  constructor(upstream: Upstream) {
    this.upstream = upstream;
  }

  /**
   * Compares it with the current record: keys, rights, addresses and everything else.
   *
   * @throws UpstreamChanged
   */
  confirm(current: Upstream | undefined): void {
    if (!isDeepStrictEqual(current, this.upstream)) throw new UpstreamChanged();
    this.#isConfirmed = true;
  }

  /** `confirm` with the stored record. */
  confirmItem = (current: Item | undefined): void => this.confirm(current && upstreamFrom(current));

  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }
}

/** More upstreams than a platform has. */
const MAX_REMEMBERED = 1_000;

/** The records of the upstreams that were authenticated, so that work can begin while they are read again. */
export class UpstreamMemory {
  readonly #store: Store;
  readonly #records = new BoundedMap<string, Upstream>(MAX_REMEMBERED);

  constructor(store: Store) {
    this.#store = store;
  }

  recall(userNo: string): RememberedUpstream | undefined {
    const upstream = this.#records.get(userNo);
    return upstream && new RememberedUpstream(upstream);
  }

  /** Reads the upstream's current record, and remembers it from then on. */
  async read(userNo: string): Promise<Upstream | undefined> {
    const upstream = await findUpstream(this.#store, userNo);
    if (upstream?.enabled) this.#records.set(userNo, upstream);
    else this.forget(userNo);
    return upstream;
  }

  forget(userNo: string): void {
    this.#records.delete(userNo);
  }
}
