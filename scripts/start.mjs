// `npm start`: install, build, and run the quickstart. Arguments after `--` go to `allot run`.
import { installAndBuild, root, run } from './setup.mjs';

installAndBuild();
process.exit(
  run(process.execPath, [
    `${root}/packages/allot/bin/allot.js`,
    'run',
    'pipelines/quickstart.ts',
    ...process.argv.slice(2),
  ]),
);
