import { fileURLToPath } from 'node:url';
import { startCloud } from '../../infra/local/cloud.ts';

// A local cloud as a process of its own, to be killed: its data folder is the argument, its addresses are its one line.

const APP = fileURLToPath(new URL('../../infra/app.ts', import.meta.url));
const [, , dataDir = ''] = process.argv;

const { apiUrl, env, logsDir } = await startCloud({ app: APP, dataDir, context: { orderGraceSeconds: '1' } });
console.log(JSON.stringify({ apiUrl, env, logsDir }));
