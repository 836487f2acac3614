import type { Store } from '../../../runtime/store/store.ts';
import type { IssuerName } from '../../issuer-name.ts';
import { type CardStatus, cardFrom, cardKey } from './card.ts';
import type { ChangeTracking, FreezeState } from './change-tracking.ts';
import { type GroupStatus, groupFrom, groupKey } from './group.ts';

/** Identifies a card or group by our own id. */
export interface SubjectId {
  readonly kind: 'card' | 'group';
  readonly id: string;
}

/** A card or group at an external issuer: what can be changed at that issuer, and what a change needs. */
export interface ChangeSubject extends SubjectId, ChangeTracking {
  readonly userNo: string;
  readonly issuer: IssuerName;
  /** Its id at the issuer. */
  readonly issuerId?: string | undefined;
  readonly currency: string;
  readonly status: CardStatus | GroupStatus;
  /** A supplementary card's own limit, in minor units. */
  readonly limit?: bigint | undefined;
}

export const subjectKey = ({ kind, id }: SubjectId) => (kind === 'card' ? cardKey(id) : groupKey(id));

/** Reads the current record of the card or group. */
export async function readSubject(store: Store, subject: SubjectId): Promise<ChangeSubject> {
  const item = await store.get('cards', subjectKey(subject));
  if (!item) throw new Error(`${subject.kind} ${subject.id} is gone`);
  const { kind, id } = subject;
  if (kind === 'card') {
    const card = cardFrom(item);
    return { ...card, kind, id, issuerId: card.issuerCardId };
  }
  const group = groupFrom(item);
  return { ...group, kind, id, issuerId: group.issuerGroupId };
}

/** Returns the stored status for a freeze state. */
export const storedStatus = (kind: SubjectId['kind'], status: FreezeState): CardStatus | GroupStatus => {
  if (status === 0) return 'frozen';
  return kind === 'card' ? 'active' : 'enabled';
};

/** Returns the freeze state of a stored status, or undefined for a card that is closed or being cancelled. */
export const freezeStateOf = ({ status }: Pick<ChangeSubject, 'status'>): FreezeState | undefined => {
  if (status === 'frozen') return 0;
  return status === 'active' || status === 'enabled' ? 1 : undefined;
};
