import { expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from './masked-crc32c.js';

// RFC 3720, B.4.
test.each([
  ['32 zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 ones', new Uint8Array(32).fill(255), 0x62a8ab43],
  ['0 to 31', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
  ['letters', new TextEncoder().encode('123456789'), 0xe3069283],
])('CRC-32C of %s', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

test('the mask can be undone', () => {
  const bytes = new TextEncoder().encode('123456789');
  const rotated = (maskedCrc32c(bytes) - 0xa282ead8) >>> 0;
  expect(((rotated >>> 17) | (rotated << 15)) >>> 0).toBe(crc32c(bytes));
});
