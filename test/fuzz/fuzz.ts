import fc from 'fast-check';
import { type Body, bodies, rendered } from './bodies.ts';
import type { FuzzFixture } from './fuzz-fixture.ts';
import { judge, outcomeOf } from './judge.ts';
import { judgeSignature } from './judge-signature.ts';
import type { LogWatch } from './log-watch.ts';
import { postBytes } from './post.ts';
import { targets } from './targets.ts';

/** Number of bodies after which a new valid content is made for the next target. */
const RENEWAL = 40;

export interface FuzzOptions {
  readonly apiUrl: string;
  readonly fixture: Pick<FuzzFixture, 'partyOf' | 'renew'>;
  readonly watch: LogWatch;
  readonly bodies: number;
  readonly seed: number;
  /** Called with the number of each body, counted from 1. */
  readonly progress?: (sent: number) => Promise<void>;
}

/** A request with a forbidden answer, shrunk as far as possible. */
export interface Failure {
  /** The number of the body, counted from 1. */
  readonly index: number;
  readonly problem: string;
  readonly body: Body;
  /** Its content in clear. */
  readonly clear: string;
}

export interface FuzzReport {
  /** Number of requests by outcome: success, or an error code. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failure?: Failure;
}

/** The answer to a request is not one that is allowed. */
class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly clear: string;
  constructor(problem: string, clear: string) {
    super(problem);
    this.clear = clear;
  }
}

/**
 * Sends this many bodies, one after the other, and checks every answer and every log line. Stops at the first wrong
 * answer and shrinks its body. The seed determines the bodies, but not the contents that are valid at the time.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { fixture, watch, seed } = options;
  const outcomes = new Map<string, number>();
  let sent = 0;
  const property = fc.asyncProperty(bodies, async (body) => {
    sent += 1;
    if (sent % RENEWAL === 0)
      await fixture.renew(targets[(sent / RENEWAL) % targets.length] as Body['target']);
    const { sender, platformKey } = fixture.partyOf(body.target);
    const request = rendered(body, sender);
    const answer = await postBytes(options.apiUrl + body.target.path, request.headers, request.body);
    const outcome = `${body.target.api} ${outcomeOf(answer)}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    const problem =
      judge(body.target, answer, platformKey) ??
      judgeSignature(body, answer, { sent: request.signed, keyId: sender.userNo, platformKey }) ??
      watch.problem();
    if (problem) throw new Wrong(problem, request.clear);
    await options.progress?.(sent);
  });
  const run = await fc.check(property, { numRuns: options.bodies, seed });
  if (!run.failed) return { outcomes };
  const wrong = run.errorInstance;
  if (!(wrong instanceof Wrong) || !run.counterexample) throw wrong;
  const [body] = run.counterexample;
  return { outcomes, failure: { index: run.numRuns, problem: wrong.message, body, clear: wrong.clear } };
}
