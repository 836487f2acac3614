import { scene } from '../../shared/contract/operations/cards.ts';
import { scenes } from '../../shared/contract/scenes.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Scene list query: what a card may be opened for. */
export const handler = operation(scene, async () => ({ list: [...scenes] }));
