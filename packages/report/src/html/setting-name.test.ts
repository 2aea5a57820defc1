import { expect, it } from 'vitest';
import { settingName } from './setting-name.js';

it('may be broken after a dot and after a low line, and nowhere else', () => {
  expect(settingName('policy.config.head_dim').html).toBe('policy.<wbr>config.<wbr>head_<wbr>dim');
  expect(settingName('seed').html).toBe('seed');
  expect(settingName('metadata.<b>').html).toBe('metadata.<wbr>&lt;b&gt;');
});
