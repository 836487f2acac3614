/** The declared purpose of a card. */
export interface Scene {
  readonly sceneCode: number;
  readonly sceneName: string;
  readonly description: string;
}

/** The only scene that allows an airline code. */
export const AIRLINE_AND_TRAVEL = 1004;

/** Every scene that a card can be opened for. */
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
