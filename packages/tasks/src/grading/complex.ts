// Complex numbers in doubles, with the principal branch of everything that has several.

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const real = (re: number): Complex => ({ re, im: 0 });
const i: Complex = { re: 0, im: 1 };

export const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
export const subtract = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
export const negate = (a: Complex): Complex => ({ re: -a.re, im: -a.im });
export const multiply = (a: Complex, b: Complex): Complex =>
  a.im === 0 && b.im === 0
    ? real(a.re * b.re)
    : { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };

export function divide(a: Complex, b: Complex): Complex {
  if (a.im === 0 && b.im === 0) return real(a.re / b.re);
  const size = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

export const size = ({ re, im }: Complex): number => Math.hypot(re, im);

export const exp = ({ re, im }: Complex): Complex =>
  im === 0 ? real(Math.exp(re)) : { re: Math.exp(re) * Math.cos(im), im: Math.exp(re) * Math.sin(im) };

// The zero of a negated number has a sign, which would choose the other side of the cut: adding zero takes it off.
export const log = (a: Complex): Complex => ({ re: Math.log(size(a)), im: Math.atan2(a.im + 0, a.re) });

export function power(base: Complex, exponent: Complex): Complex {
  if (base.im === 0 && exponent.im === 0) {
    const direct = base.re ** exponent.re;
    if (!Number.isNaN(direct)) return real(direct);
  }
  if (size(base) === 0) return real(exponent.re > 0 ? 0 : Number.NaN);
  return exp(multiply(exponent, log(base)));
}

const half = real(0.5);

export const sin = (a: Complex): Complex =>
  a.im === 0
    ? real(Math.sin(a.re))
    : { re: Math.sin(a.re) * Math.cosh(a.im), im: Math.cos(a.re) * Math.sinh(a.im) };
export const cos = (a: Complex): Complex =>
  a.im === 0
    ? real(Math.cos(a.re))
    : { re: Math.cos(a.re) * Math.cosh(a.im), im: -Math.sin(a.re) * Math.sinh(a.im) };

/** arcsin z = -i log(i z + sqrt(1 - z^2)) */
export function arcsin(a: Complex): Complex {
  if (a.im === 0 && Math.abs(a.re) <= 1) return real(Math.asin(a.re));
  const root = power(subtract(real(1), multiply(a, a)), half);
  return multiply(negate(i), log(add(multiply(i, a), root)));
}

export const arccos = (a: Complex): Complex => subtract(real(Math.PI / 2), arcsin(a));

/** arctan z = i/2 (log(1 - i z) - log(1 + i z)) */
export function arctan(a: Complex): Complex {
  if (a.im === 0) return real(Math.atan(a.re));
  const turned = multiply(i, a);
  return multiply({ re: 0, im: 0.5 }, subtract(log(subtract(real(1), turned)), log(add(real(1), turned))));
}
