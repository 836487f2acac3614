import { changeKey } from '../../shared/changes/change.ts';
import type { Merchant } from '../../shared/merchants/merchant.ts';
import type { Item } from '../../shared/store/item.ts';
import { type Answer, ask, isSame } from './conversation.ts';
import type { Request, Wish } from './plan/deeds.ts';
import type { Simulation } from './simulation.ts';
import { type Asked, askedFor, otherwise, type Subject } from './wishes.ts';

type Deed = Request & { readonly name: string };

type Result = Readonly<Record<string, unknown>>;

/** Changes that their merchant may ask for once and no more: what was accepted happens all the same. */
const CHANGES: readonly Wish[] = ['freeze', 'enable', 'limit', 'freezeGroup', 'enableGroup'];

/** The code for other content by a number that is taken. */
const REUSED = '110009';
/** Which of a number's requests has other content. */
const OTHER = 'other';

/** What a merchant asked for by one number, and what it was answered. */
export interface StoredRequest {
  readonly deed: Deed;
  readonly userNo: string;
  answer?: { readonly result: Result };
  /** Its number was accepted for something else. */
  isTaken?: true;
}

/** The requests of all merchants. Each holds the platform to what it answered first. */
export class Requests {
  readonly #simulation: Simulation;
  readonly all: StoredRequest[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Asks, and asks again as the deed says. The number is the deed's name. */
  begin(deed: Deed, merchant: Merchant, subject: Subject): void {
    const request: StoredRequest = { deed, userNo: merchant.userNo };
    this.all.push(request);
    const asked = askedFor(deed, subject);
    this.#send(request, asked, merchant, '');
    const { timeline } = this.#simulation;
    deed.copiesAfterMs.forEach((ms, copy) => {
      timeline.after(ms, () => this.#send(request, asked, merchant, `copy${copy}`));
    });
    deed.repeatsAfterMs.forEach((ms, repeat) => {
      timeline.after(ms, () => this.#send(request, asked, merchant, `repeat${repeat}`));
    });
    const other = otherwise(asked);
    if (other && deed.otherAfterMs !== undefined)
      timeline.after(deed.otherAfterMs, () => this.#sendOther(request, other, merchant));
  }

  #send(request: StoredRequest, asked: Asked, merchant: Merchant, which: string): void {
    this.#ask(request, asked, merchant, which, (answer) => this.#answered(request, answer, which));
  }

  /** Only one of two contents is ever accepted by one number. */
  #sendOther(request: StoredRequest, asked: Asked, merchant: Merchant): void {
    this.#ask(request, asked, merchant, OTHER, (answer) => {
      if (!('result' in answer)) return;
      if (request.answer) this.#violate(request, 'two contents were accepted by one number');
      const { deed, userNo } = request;
      this.all[this.all.indexOf(request)] = { deed, userNo, answer: { result: answer.result as Result } };
      request.isTaken = true;
    });
  }

  #ask(
    request: StoredRequest,
    { content, work }: Asked,
    merchant: Merchant,
    which: string,
    answered: (answer: Answer) => void,
  ): void {
    const { deed, userNo } = request;
    const name = `${userNo}/${deed.name}${which && ` ${which}`}`;
    const numbered = { ...content, userReqNo: deed.name };
    const correlationId = `of ${deed.name}`;
    ask(this.#simulation, {
      name,
      ...(CHANGES.includes(deed.wish) && this.#simulation.dice(`tries/${name}`).chance(0.4) && { tries: 1 }),
      work: (platform) => work(numbered, { platform, merchant, correlationId }),
      answered: (answer) => {
        if ('refused' in answer) this.#refused(request, which, answer.refused);
        answered(answer);
      },
    });
  }

  #answered(request: StoredRequest, answer: Answer, which: string): void {
    const { answer: before, isTaken } = request;
    if ('result' in answer) {
      if (isTaken) this.#violate(request, 'two contents were accepted by one number');
      if (before && !isSame(before.result, answer.result))
        this.#violate(
          request,
          `${which} was answered ${JSON.stringify(answer.result)}, before ${JSON.stringify(before.result)}`,
        );
      request.answer ??= { result: answer.result as Result };
    } else if (before && answer.refused === REUSED) {
      this.#violate(request, `${which} counts as other content`);
    }
  }

  /** What a number was accepted for is never refused for what came of it; at most for being something else. */
  #refused(request: StoredRequest, which: string, code: string): void {
    const { userNo, deed } = request;
    const item = this.#simulation.store.at('orders', { pk: `request/${userNo}/${deed.name}` });
    const { changeId } = (item?.['answer'] ?? {}) as { changeId?: string };
    // A change below may be refused there after it was accepted here, but not after its merchant heard that it was made.
    const isTaken =
      changeId === undefined ? item?.['fingerprint'] !== undefined : request.answer !== undefined;
    // Other content may have been accepted before it, refused below, and hear of that late.
    if (which === OTHER && item && this.#wasOfOthers(item)) return;
    if (isTaken && code !== REUSED)
      this.#violate(request, `${which} was refused with ${code} though its number was accepted`);
  }

  /** Whether the last change that was refused below under the number was not of the content that the number stands for. */
  #wasOfOthers({ refusedChange, fingerprint }: Item): boolean {
    if (refusedChange === undefined) return false;
    const refused = this.#simulation.store.at('orders', changeKey(String(refusedChange)));
    return refused !== undefined && refused['fingerprint'] !== fingerprint;
  }

  #violate({ deed, userNo }: StoredRequest, what: string): void {
    this.#simulation.violate(`${userNo}/${deed.name}: ${what}`);
  }
}
