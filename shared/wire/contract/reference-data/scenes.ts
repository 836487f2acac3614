/** What a merchant says a card is for. */
export interface Scene {
  readonly sceneCode: number;
  readonly sceneName: string;
  readonly description: string;
}

/** The scene for which an airline may be named. */
export const AIRLINE_AND_TRAVEL = 1004;

/** Every scene a card may be opened for. */
export const scenes: readonly Scene[] = [
  { sceneCode: 1001, sceneName: 'General purchases', description: 'Goods and services of any kind' },
  { sceneCode: 1002, sceneName: 'Advertising', description: 'Online advertising and media' },
  {
    sceneCode: 1003,
    sceneName: 'Software and cloud',
    description: 'Subscriptions, hosting and cloud services',
  },
  {
    sceneCode: AIRLINE_AND_TRAVEL,
    sceneName: 'Airline and travel',
    description: 'Tickets, hotels and travel agencies',
  },
];
