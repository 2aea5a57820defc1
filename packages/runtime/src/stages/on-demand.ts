// Values that are made when they are first read, and kept: a shape reads few of the columns that it could.

/** An object with the members of `make`, each made once. */
export function onDemand<Members extends object>(
  make: {
    readonly [Name in keyof Members]-?: () => NonNullable<Members[Name]>;
  },
): Members {
  const made = new Map<keyof Members, unknown>();
  const members = {} as Members;
  for (const name of Object.keys(make) as (keyof Members)[])
    Object.defineProperty(members, name, {
      enumerable: true,
      get: () => {
        if (!made.has(name)) made.set(name, make[name]());
        return made.get(name);
      },
    });
  return members;
}
