// Makes src/generated/onnx_pb.ts from proto/onnx.proto. Needs buf and protoc-gen-es, both development dependencies.
import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const tools = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url));
const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` };
execFileSync('buf', ['generate'], { cwd: folder, env, stdio: 'inherit' });
