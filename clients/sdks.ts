/** A command that runs in the folder of its library. */
export type Command = readonly [program: string, ...args: string[]];

/** A program that a library's tests need. */
export interface Tool {
  /** Prints the version: `python3 --version`. */
  readonly command: Command;
  /** As people call it: `Python`. */
  readonly name: string;
  /** The first major and minor version that does. */
  readonly atLeast: readonly [major: number, minor: number];
}

/** A client library and how it is tested. */
export interface Sdk {
  readonly name: string;
  /** From the project's folder. */
  readonly folder: string;
  readonly tools: readonly Tool[];
  /** Tests that need no platform. They find the test vectors at ISSUARY_VECTORS. */
  readonly unitTests: readonly Command[];
  /**
   * The first day of a merchant against a local cloud: opens a card, funds it, has a purchase approved and one declined
   * by `npm run network -- authorize --card …` in the folder ISSUARY_PROJECT, receives the notifications on
   * ISSUARY_RECEIVER_PORT and checks the balances. Further variables: ISSUARY_API (the base URL), ISSUARY_USER_NO, and the
   * paths of PEM files ISSUARY_MERCHANT_KEY (private) and ISSUARY_PLATFORM_KEY (public).
   */
  readonly endToEndTest: Command;
  readonly packing?: Packing;
}

/** How a library's package is made. */
interface Packing {
  readonly command: Command;
  /** A glob of the files that it makes, from the library's folder. Without one it writes to the folder ISSUARY_PACKAGES. */
  readonly files?: string;
}

/** Every client library that npm run test:sdks tests. */
export const sdks: readonly Sdk[] = [
  {
    name: 'node',
    folder: 'clients/node',
    tools: [{ command: ['npm', '--version'], name: 'npm', atLeast: [9, 0] }],
    unitTests: [['node', 'tests/installed.ts']],
    endToEndTest: ['node', 'tests/first-day.ts'],
    packing: { command: ['node', 'pack.ts'] },
  },
  {
    name: 'java',
    folder: 'clients/java',
    tools: [{ command: ['javac', '--version'], name: 'a JDK', atLeast: [11, 0] }],
    unitTests: [['java', 'Build.java', 'test']],
    endToEndTest: ['java', 'Build.java', 'first-day'],
    packing: { command: ['java', 'Build.java'], files: 'target/*.jar' },
  },
  {
    name: 'python',
    folder: 'clients/python',
    tools: [{ command: ['python3', '--version'], name: 'Python', atLeast: [3, 9] }],
    unitTests: [['python3', '-m', 'unittest', 'discover', '-s', 'tests', '-t', '.']],
    endToEndTest: ['python3', '-m', 'unittest', '-v', 'tests.first_day'],
    packing: { command: ['python3', 'packing.py'] },
  },
  {
    name: 'go',
    folder: 'clients/go',
    tools: [{ command: ['go', 'version'], name: 'Go', atLeast: [1, 19] }],
    unitTests: [
      ['go', 'vet', './...'],
      ['go', 'test', '-count=1', '-timeout=5m', './...'],
    ],
    endToEndTest: ['go', 'test', '-count=1', '-timeout=5m', '-run', 'FirstDay|Readme', '-v', './...'],
    packing: { command: ['go', 'run', 'pack.go'] },
  },
  {
    name: 'php',
    folder: 'clients/php',
    tools: [{ command: ['php', '--version'], name: 'PHP', atLeast: [8, 1] }],
    unitTests: [
      ['php', 'tests/vectors.php'],
      ['php', 'tests/client.php'],
      ['php', 'tests/webhooks.php'],
    ],
    endToEndTest: ['php', 'tests/first-day.php'],
    packing: { command: ['php', 'pack.php'] },
  },
];
