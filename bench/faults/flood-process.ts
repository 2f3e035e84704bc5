// Floods a server from a process of its own, so that the measurement's clock is not held up: node flood-process.ts URL SECONDS
import { flood } from './flood.ts';

const [url = '', seconds = '10'] = process.argv.slice(2);
const { sent, answers } = await flood(url, Number(seconds));
console.log(JSON.stringify({ sent, answers: Object.fromEntries(answers) }));
