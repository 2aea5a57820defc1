// Before packing: copies what an installed package carries beside its code, from the root of the checkout.
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('..', import.meta.url));
const checkout = fileURLToPath(new URL('../../..', import.meta.url));
for (const folder of ['models', 'schemas']) {
  rmSync(`${own}${folder}`, { recursive: true, force: true });
  cpSync(`${checkout}${folder}`, `${own}${folder}`, { recursive: true });
}
