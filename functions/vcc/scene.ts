import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { scene } from '../../shared/wire/contract/operations/cards.ts';
import { scenes } from '../../shared/wire/contract/reference-data/scenes.ts';

/** Scene list query. */
export const handler = merchantOperation(scene, async () => ({ list: [...scenes] }));
