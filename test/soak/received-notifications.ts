/** The expected and the received notifications, by a key: `order/<id>` or `record/<no>/<category>`. */
export class ReceivedNotifications {
  readonly #expected = new Map<string, number>();
  readonly #received = new Map<string, { at: number; times: number }>();

  /** Expects a notification. `since` is the time of its request in epoch milliseconds. */
  expect(key: string, since: number): void {
    this.#expected.set(key, since);
  }

  arrived(key: string, at: number): void {
    const previous = this.#received.get(key);
    this.#received.set(key, { at: previous?.at ?? at, times: (previous?.times ?? 0) + 1 });
  }

  get expected(): number {
    return this.#expected.size;
  }

  /** Returns the keys whose notification has not arrived. */
  missing(): string[] {
    return [...this.#expected.keys()].filter((key) => !this.#received.has(key));
  }

  /** Notifications that arrived more than once. */
  get repeated(): number {
    return [...this.#received.values()].filter(({ times }) => times > 1).length;
  }

  /** Returns the milliseconds from each request to the first arrival of its notification. */
  latencies(): number[] {
    return [...this.#expected].flatMap(([key, since]) => {
      const received = this.#received.get(key);
      return received ? [received.at - since] : [];
    });
  }
}
