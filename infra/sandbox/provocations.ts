import { provocationIn } from '../../shared/lambda/sandbox/provocation.ts';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';
import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import { PROVOKE_HEADER } from '../../shared/wire/contract/provoke-header.ts';
import { APPROVED, responseCodes } from '../../shared/wire/contract/reference-data/response-codes.ts';
import { ControlRefused } from '../local-cloud/clock/control-refused.ts';
import type { Control } from '../local-cloud/http/control.ts';
import type { AddedRequestHeaders } from '../local-cloud/http/gateway.ts';

/** A failure that is asked for in advance: what the next requests of an operation get. */
interface PlannedProvocation {
  /** An operation of the catalogue, `order` for the next one that opens an order, or `authorization`. */
  readonly operation: string;
  /** `fail`, `stay`, `late` or an error code; for `authorization` a response code. */
  readonly as: string;
  /** How many requests are left. */
  readonly times: number;
}

const ORDER = 'order';
const AUTHORIZATION = 'authorization';

/** The operations whose requests open an order at the card's issuer. */
const ORDER_OPERATIONS = ['cardApply', 'cardRecharge', 'cardRefund', 'cardClose', 'groupApply'];

/** What the next requests to a sandbox on this machine are to get, each as often as it was asked for. */
export class Provocations {
  readonly #planned: PlannedProvocation[] = [];

  /**
   * Plans what the next `times` requests of an operation get.
   *
   * @throws ControlRefused when there is no such operation or outcome
   */
  plan({ operation, as, times }: PlannedProvocation): void {
    const known = [ORDER, AUTHORIZATION, ...Object.keys(catalogue)];
    if (!known.includes(operation))
      throw new ControlRefused('NO_SUCH_OPERATION', `operation is one of ${known.join(', ')}`);
    const isPossible =
      operation === AUTHORIZATION
        ? Object.hasOwn(responseCodes, as) && as !== APPROVED
        : provocationIn(as, undefined) !== undefined;
    if (!isPossible)
      throw new ControlRefused(
        'NO_SUCH_OUTCOME',
        `${operation} cannot end as ${as}: ask for fail, stay, late or an error code, for authorization a response code`,
      );
    if (!Number.isInteger(times) || times < 1)
      throw new ControlRefused('TIMES_INVALID', 'times is a whole number from 1');
    this.#planned.push({ operation, as, times });
  }

  list(): readonly PlannedProvocation[] {
    return this.#planned;
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** Returns the header for a request to this path, and counts it. */
  readonly headersFor: AddedRequestHeaders = ({ path }) => {
    const at = this.#planned.findIndex(({ operation }) => pathsOf(operation).includes(path));
    const planned = this.#planned[at];
    if (!planned) return {};
    if (planned.times > 1) this.#planned[at] = { ...planned, times: planned.times - 1 };
    else this.#planned.splice(at, 1);
    return { [PROVOKE_HEADER]: planned.as };
  };

  /** `GET` lists, `POST {"operation":"order","as":"fail","times":1}` adds, `DELETE` clears. */
  readonly control: Control = async ({ method, body }) => {
    if (method === 'POST')
      this.plan({
        operation: String(body['operation'] ?? ORDER),
        as: String(body['as']),
        times: Number(body['times'] ?? 1),
      });
    if (method === 'DELETE') this.clear();
    return { failures: this.list() };
  };
}

const entries: Readonly<Record<string, { readonly path: string }>> = catalogue;

function pathsOf(operation: string): string[] {
  if (operation === AUTHORIZATION) return [networkAuthorize.path];
  const names = operation === ORDER ? ORDER_OPERATIONS : [operation];
  return names.map((name) => entries[name]?.path ?? '');
}
