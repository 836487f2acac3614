import { fileURLToPath } from 'node:url';
import { startCloud } from '../../../infra/local-cloud/cloud.ts';

// A local cloud as a process of its own, to be killed: its data folder, its API's port and its settings in JSON are the
// arguments, its addresses are its one line.

const APP = fileURLToPath(new URL('../../../infra/app.ts', import.meta.url));
const [, , dataDir = '', apiPort = '0', settings = '{}'] = process.argv;

const ports = { api: Number(apiPort) };
const { apiUrl, env, logsDir } = await startCloud({ app: APP, dataDir, ports, ...JSON.parse(settings) });
console.log(JSON.stringify({ apiUrl, env, logsDir }));
