// Floods a server from a process of its own, so that the measurement's clock is not held up: node flood-process.ts URL SECONDS REQUESTS-A-SECOND
import { flood } from './flood.ts';

const [url = '', seconds = '10', perSecond = '10000'] = process.argv.slice(2);
const { answers, ...counts } = await flood(url, { seconds: Number(seconds), perSecond: Number(perSecond) });
console.log(JSON.stringify({ ...counts, answers: Object.fromEntries(answers) }));
