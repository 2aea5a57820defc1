// The verl that bundles are made for.

/** Every key that a bundle sets was checked against this release (test/parity/verl). */
export const VERL_VERSION = '0.9.1';

/** Python packages that a bundle checks when it starts, by exact version. */
export const bundlePackages = { verl: VERL_VERSION } as const;
