import { readImage } from '../contract/cardholder-fields.ts';
import { ParameterInvalid } from '../contract/errors.ts';
import { nationalNumber } from '../contract/national-number.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardholderApply } from '../contract/operations/cardholders.ts';
import { formatDate } from '../contract/time.ts';
import { newId } from '../platform/ids.ts';
import type { Call } from '../platform/platform.ts';
import { type Decision, StaleDecision } from '../requests/once.ts';
import { fingerprint } from '../requests/request-number.ts';
import { ObjectExists, type ObjectStore } from '../store/objects.ts';
import type { Put } from '../store/write.ts';
import { type Application, assertAcceptable } from './application.ts';
import { claimants, isSameAddress, takeClaims } from './claims.ts';
import { type Cardholder, type CertificateImage, holderKey, IMAGE_FIELDS, type Person } from './holder.ts';
import { answerIdentified } from './identified.ts';
import { STATUSES } from './status.ts';

type Result = ResultOf<typeof cardholderApply>;

const OPERATION = 'cardholderApply';

/**
 * Takes a person in as a holder of the merchant's cards, enabled at once: nobody is asked who could check an identity.
 * Email and mobile identify the holder, so the same application again answers the same one (contract section 3.3).
 *
 * @throws ParameterInvalid naming email or mobile when it belongs to a holder who was reported otherwise
 */
export function applyForHolder(
  request: CheckedRequestOf<typeof cardholderApply>,
  call: Call,
  objects: ObjectStore,
): Promise<Result> {
  const { userReqNo: _, ...application } = request;
  return answerIdentified(call, OPERATION, request, async () => {
    assertAcceptable(application, formatDate(call.platform.now(), call.platform.utcOffset));
    const known = await findSame(application, call);
    return known ? { answer: answerOf(known), writes: [] } : newHolder(application, call, objects);
  });
}

const answerOf = ({ cardUserId, status }: Cardholder): Result => ({
  cardUserId,
  status: STATUSES[status].code,
});

/** The holder whom the same application made; undefined when email and mobile are free. */
async function findSame(application: Application, call: Call): Promise<Cardholder | undefined> {
  const { userNo } = call.merchant;
  const wanted = { ...application, userNo, nationalNumber: numberOf(application) };
  const holders = await claimants(call.platform.store, wanted);
  const same = holders.find((holder) => holder.fingerprint === fingerprintOf(application));
  if (same || holders.length === 0) return same;
  const isEmailTaken = holders.some((holder) => isSameAddress(holder.email, application.email));
  throw new ParameterInvalid(isEmailTaken ? 'email' : 'mobile', 'belongs to another cardholder');
}

const numberOf = ({ mobilePrefix, mobile }: Application): string => nationalNumber(mobilePrefix, mobile);

/** However the number is written, it is the same application. */
const fingerprintOf = (application: Application): string =>
  fingerprint({ operation: OPERATION, content: { ...application, mobile: numberOf(application) } });

/** The images are stored first, so that no holder is without them; those of an application that then fails are nobody's. */
async function newHolder(
  application: Application,
  { platform, merchant }: Call,
  objects: ObjectStore,
): Promise<Decision<Result>> {
  const now = platform.now();
  const cardUserId = newId(now, platform.random);
  const images = await storeImages(application, cardUserId, objects);
  const holder: Cardholder = {
    ...personOf(application),
    cardUserId,
    userNo: merchant.userNo,
    status: 'enabled',
    nationalNumber: numberOf(application),
    images,
    fingerprint: fingerprintOf(application),
    liveCards: 0,
    createdAt: now,
  };
  return { answer: answerOf(holder), writes: [holderPut(holder), ...takeClaims(holder)] };
}

const holderPut = (holder: Cardholder): Put => ({
  kind: 'put',
  table: 'cardholders',
  item: { ...holderKey(holder.cardUserId), ...holder },
  otherwise: () => new StaleDecision(),
});

const SIDES = Object.keys(IMAGE_FIELDS) as CertificateImage[];

async function storeImages(
  application: Application,
  cardUserId: string,
  objects: ObjectStore,
): Promise<CertificateImage[]> {
  const given = SIDES.filter((side) => application[IMAGE_FIELDS[side]] !== undefined);
  await Promise.all(
    given.map(async (side) => {
      const image = readImage(application[IMAGE_FIELDS[side]] ?? '');
      if (!image) throw new ParameterInvalid(IMAGE_FIELDS[side], 'is not an image');
      await objects.put('images', `cardholders/${cardUserId}/${side}`, image.bytes, image.mediaType);
    }),
  ).catch((error: unknown) => {
    // Another holder has the id: with the next one nothing is replaced.
    throw error instanceof ObjectExists ? new StaleDecision() : error;
  });
  return given;
}

/** What is kept in the table: no image, and nothing for what was left out. */
function personOf(application: Application): Person {
  const {
    certificateFrontImageBase64: _front,
    certificateBackImageBase64: _back,
    certificateHoldImageBase64: _hold,
    ...person
  } = application;
  const given = Object.entries(person).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as Person;
}
