// node --import jiti/register killed-miniature.ts HOME MOMENT: runs the tiny miniature and kills itself at a moment.
import { runTiny } from './tiny-miniature.js';

const [home = '', moment = ''] = process.argv.slice(2);
await runTiny(home, (text) => {
  if (text === moment) process.kill(process.pid, 'SIGKILL');
});
