// The TRL that bundles are made for.

/** Every key that a bundle sets was checked against this release (test/parity/trl). */
export const TRL_VERSION = '1.16.0';

/** Python packages that a bundle checks when it starts, by exact version: TRL's trainer reaches into transformers. */
export const bundlePackages = { trl: TRL_VERSION, transformers: '5.17.0' } as const;
